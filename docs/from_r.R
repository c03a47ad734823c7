# The numbers of docs/from_r.md, written to docs/from_r.tsv:  Rscript docs/from_r.R
# One row per key: every estimate followed by its standard error, in R's order of rows.
suppressMessages(library(survey))
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

row("power of a comparison", power.t.test(n = 20, delta = 1, sd = 1, strict = TRUE)$power)
row("power, shares", power.prop.test(n = 50, p1 = 0.5, p2 = 0.75, strict = TRUE)$power)

writeLines(
  vapply(names(rows), function(k) paste(c(k, format(rows[[k]], digits = 15, trim = TRUE)), collapse = "\t"), ""),
  "docs/from_r.tsv"
)
