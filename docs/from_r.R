# The numbers of docs/from_r.md, written to docs/from_r.tsv:  Rscript docs/from_r.R
# One row per key: every estimate followed by its standard error, in R's order of rows.
suppressMessages({
  library(survey)
  library(survival)
})
data(api)
d <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
dc <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
d1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1)

pairs <- function(x) as.vector(rbind(as.vector(coef(x)), as.vector(SE(x))))
rows <- list()
row <- function(key, values) rows[[key]] <<- as.vector(unlist(values))

row("mean", pairs(svymean(~api00, d)))
row("total", pairs(svytotal(~enroll, d)))
row("ratio", pairs(svyratio(~api.stu, ~enroll, d)))
row("mean, two stages", pairs(svymean(~api00, dc)))
row("domains", pairs(svyby(~api00, ~stype, d, svymean)))
row("subpopulation", pairs(svymean(~api00, subset(d, enroll > 500))))
row("shares", pairs(svymean(~awards, dc)))
p <- svyciprop(~I(awards == "Yes"), dc, method = "beta")
row("share, Korn-Graubard", c(as.vector(p), attr(p, "ci")))
row("quantiles", pairs(svyquantile(~api00, d, c(0.25, 0.5, 0.75))))
row("variance", pairs(svyvar(~api00, d)))
row("design effect", deff(svymean(~api00, dc, deff = TRUE)))
row("difference", pairs(svycontrast(svymean(~api00 + api99, d), quote(api00 - api99))))
row("ratio of means", pairs(svycontrast(svymean(~api00 + api99, d), quote(api00 / api99))))
row("counts of a table", as.vector(t(svytable(~stype + awards, d))))
t <- svychisq(~sch.wide + stype, dc)
row("Rao-Scott test", c(t$statistic, t$parameter, t$p.value))
w <- svychisq(~sch.wide + stype, dc, statistic = "adjWald")
row("Wald test", c(w$statistic, w$parameter, w$p.value))
row("degrees of freedom", degf(dc))
ps <- postStratify(d1, ~stype, data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)))
row("after post-stratification", pairs(svytotal(~enroll, ps)))
rk <- rake(d1, list(~stype, ~sch.wide), list(
  data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)),
  data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
), control = list(epsilon = 1e-12, maxit = 100))
row("after raking", pairs(svytotal(~enroll, rk)))
cal <- calibrate(d1, ~stype + api99, c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069))
row("after calibration", pairs(svytotal(~enroll, cal)))
row("after trimming", pairs(svymean(~api00, trimWeights(d, upper = 40))))
row("jackknife", pairs(svymean(~api00, as.svrepdesign(d1, type = "JK1"))))
row("jackknife, a statistic of your own", pairs(withReplicates(
  as.svrepdesign(d1, type = "JK1"), function(w, data) sum(w * data$enroll) / sum(w * data$api.stu)
)))
options(survey.lonely.psu = "adjust")
one <- svydesign(id = ~dnum, strata = ~cnum, weights = ~pw, data = apiclus1)
row("lonely strata", pairs(svymean(~api00, one)))
options(survey.lonely.psu = "fail")

row("linear model", pairs(svyglm(api00 ~ ell + meals, d)))
row("logistic model", pairs(svyglm(
  I(awards == "Yes") ~ ell + stype, d1, family = quasibinomial(), control = glm.control(epsilon = 1e-14, maxit = 50)
)))
t <- svyttest(api00 ~ awards, dc)
row("t test", c(t$statistic, t$parameter, t$p.value))
r <- svyranktest(api00 ~ awards, dc)
row("rank test", c(r$statistic, r$parameter, r$p.value))
g <- svygofchisq(~stype, d1, p = c(0.7, 0.15, 0.15))
row("goodness of fit", c(g$statistic, g$parameter, g$p.value))

m <- svyglm(api00 ~ ell + meals, d)
row("test of a term", regTermTest(m, ~meals)$Ftest)
p <- predict(m, data.frame(ell = 20, meals = 50))
row("prediction", c(coef(p), SE(p)))
row("Poisson model", pairs(svyglm(
  api.stu ~ meals + stype, d,
  family = quasipoisson(), control = glm.control(epsilon = 1e-14, maxit = 50)
)))
h <- update(d, hi = as.numeric(api00 > 700))
row("Cox model", pairs(svycoxph(Surv(enroll, hi) ~ meals, h, control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50))))
k <- svykm(Surv(enroll, hi) ~ 1, h, se = TRUE)
i <- max(which(k$time <= 600))
row("survival curve", c(k$surv[i], k$surv[i] * sqrt(k$varlog[i])))
row("log-rank test", c(svylogrank(Surv(enroll, hi) ~ awards, h)[[2]]))
row("power of a comparison", power.t.test(n = 20, delta = 1, sd = 1, strict = TRUE)$power)
row("power, shares", power.prop.test(n = 50, p1 = 0.5, p2 = 0.75, strict = TRUE)$power)
# more tables
read <- function(file) read.csv(file.path("tests/golden/data", file), check.names = FALSE)
by_type <- svyby(~awards, ~stype, d, svymean)
row("row percentages", as.vector(apply(by_type[, 2:5], 1, function(v) c(v[1], v[3], v[2], v[4]))))
groups <- svyby(~api00, ~stype, d, svymean, covmat = TRUE)
gap <- svycontrast(groups, quote(E - H))
row("difference of two groups", pairs(gap))
row("letters of a banner", c(coef(gap), SE(gap), coef(gap) / SE(gap)))
row("cumulative shares", unlist(lapply(list("E", c("E", "H")), function(v) {
  coef(svymean(~I(as.numeric(stype %in% v)), dc))
})))
row("tests in layers", sapply(c("E", "H", "M"), function(v) {
  suppressWarnings(svychisq(~sch.wide + comp.imp, subset(dc, stype == v))$p.value)
}))
row("adjusted p values", p.adjust(c(0.01, 0.02, 0.03, 0.2), "BH"))
row("share, logit interval", {
  p <- svyciprop(~I(awards == "Yes"), d, method = "logit"); c(as.vector(p), attr(p, "ci"))
})
row("quantile, xlogit interval", {
  q <- svyquantile(~api00, d, 0.5, interval.type = "xlogit"); as.vector(q$api00[1, c("quantile", "ci.2.5", "ci.97.5")])
})
row("covariance", c(svyvar(~api00 + api99, d)))
row("coefficient of variation", cv(svytotal(~enroll, d)))
row("contingency", { t <- chisq.test(table(apistrat$stype, apistrat$awards), correct = FALSE); c(t$statistic, t$parameter, t$p.value) })
row("standardised means", pairs(svyby(~api00, ~comp.imp, svystandardize(
  d, by = ~stype, over = ~comp.imp, population = c(E = 4421, H = 755, M = 1018)
), svymean)))

# more weighting
to <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
calibrated <- function(...) pairs(svymean(~api00, calibrate(d1, ~stype + api99, to, epsilon = 1e-12, maxit = 100, ...)))
row("calibration, raking", calibrated(calfun = "raking"))
row("calibration, logit", calibrated(calfun = "logit", bounds = c(0.3, 3.2)))
row("calibration, bounded", calibrated(calfun = "linear", bounds = c(0.5, 2.2)))
row("calibration, clusters alike", calibrated(calfun = "linear", aggregate.stage = 1))
row("ratio estimator", pairs(svytotal(~api.stu, calibrate(d, ~enroll - 1, 3811472, variance = apistrat$enroll))))
row("trimming, strict", pairs(svymean(~api00, trimWeights(d, lower = 18, upper = 40, strict = TRUE))))
row("effective sample size", sum(weights(d))^2 / sum(weights(d)^2))

# more replicates and designs
scd <- read("scd.csv")
half <- svrepdesign(data = scd, weights = ~one, repweights = scd[, paste0("rw", 1:4)], type = "BRR", combined.weights = FALSE)
row("half-samples as columns", pairs(svyratio(~alive, ~arrests, half)))
row("jackknife, raked", pairs(svymean(~api00, rake(as.svrepdesign(d1, type = "JK1"), list(~stype, ~sch.wide), list(
  data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)),
  data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
), control = list(epsilon = 1e-12, maxit = 100)))))
pv <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = read("apistrat_pv.csv"))
values <- lapply(paste0("pv", 1:5), function(v) svymean(reformulate(v), pv))
combined <- mitools::MIcombine(lapply(values, coef), lapply(values, vcov))
row("plausible values", c(coef(combined), sqrt(vcov(combined))))
row("unequal probabilities", pairs(svytotal(~Bush, svydesign(id = ~1, fpc = ~p, data = read("election_pps.csv"), pps = "brewer"))))
row("two phases", pairs(svymean(~age, twophase(
  id = list(~1, ~1), strata = list(NULL, ~strcc), subset = ~I(incc == 1), data = read("nwtco.csv"), method = "approx"
))))
row("agreement", { k <- svykappa(~sch.wide + comp.imp, d1); c(coef(k), SE(k)) })
row("reliability", svycralpha(~ell + meals + mobility, d))
row("t test, one sample", { t <- svyttest(I(api00 - api99) ~ 0, d); c(t$statistic, t$parameter, t$p.value) })

writeLines(
  vapply(names(rows), function(k) paste(c(k, format(rows[[k]], digits = 15, trim = TRUE)), collapse = "\t"), ""),
  "docs/from_r.tsv"
)
