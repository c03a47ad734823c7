# Makes cases/models.json: regression models on designs, families and links that the reference set has none of.
# Run in this folder, after make.R: Rscript models.R      (needs the R packages survey, survival and jsonlite)
suppressMessages({library(survey); library(survival); library(jsonlite)})
datasets <- fromJSON("data/datasets.json", simplifyVector = FALSE)
read_data <- function(f) {
  d <- read.csv(file.path("data", f), na.strings = "", stringsAsFactors = FALSE, check.names = FALSE)
  cols <- datasets[[f]]$columns
  for (n in names(cols)) if (cols[[n]]$type == "categorical") d[[n]] <- factor(d[[n]], levels = unlist(cols[[n]]$levels))
  d
}
f_of <- function(v) if (length(v)) reformulate(sprintf("`%s`", v)) else NULL
design_of <- function(s, d) {
  options(survey.lonely.psu = if (is.null(s$lonely_psu)) "fail" else s$lonely_psu, survey.adjust.domain.lonely = FALSE)
  svydesign(ids = if (length(s$ids)) f_of(s$ids) else ~1, strata = f_of(s$strata), weights = f_of(s$weights),
            fpc = f_of(s$fpc), nest = isTRUE(s$nest), data = d)
}
adjusted <- function(des, steps) {
  for (a in steps) {
    table <- function(m) { t <- do.call(rbind, lapply(m$totals, as.data.frame)); names(t)[names(t) == "total"] <- "Freq"; t }
    des <- if (a$op == "poststratify") postStratify(des, f_of(unlist(a$by)), table(a)) else
      rake(des, lapply(a$margins, function(m) f_of(unlist(m$by))), lapply(a$margins, table),
           control = list(maxit = a$maxit, epsilon = a$epsilon, verbose = FALSE))
  }
  des
}
family_of <- function(a) {
  link <- if (is.null(a$link)) c(gaussian = "identity", binomial = "logit", poisson = "log", gamma = "inverse",
                                 inverse_gaussian = "1/mu^2")[[a$family]] else a$link
  link <- sub("inverse_squared", "1/mu^2", link, fixed = TRUE)
  switch(a$family, gaussian = gaussian(link), binomial = quasibinomial(link), poisson = quasipoisson(link),
         gamma = Gamma(link), inverse_gaussian = inverse.gaussian(link))
}
rows_of <- function(m) lapply(seq_len(nrow(m)), function(i) as.list(unname(m[i, ])))
fit_of <- function(a, des) {
  # steps so small that links that are not canonical have settled too
  DESIGN <<- des; FAMILY <<- family_of(a)
  eval(bquote(svyglm(.(as.formula(a$formula)), DESIGN, family = FAMILY, control = glm.control(epsilon = .(if (is.null(a$link)) 1e-14 else 1e-15), maxit = 200))))
}
terms_of <- function(t) reformulate(unlist(t))
glm_expect <- function(a, des) {
  m <- fit_of(a, des); s <- summary(m)$coefficients
  ci <- confint(m, ddf = m$df.residual)
  c(list(names = as.list(names(coef(m))), coefficients = as.list(unname(coef(m))), se = as.list(unname(s[, 2])),
       variance = rows_of(unname(vcov(m))), t = as.list(unname(s[, 3])), df_residual = m$df.residual,
       p_value = as.list(unname(s[, 4]))),
    # R counts rows of weight zero as used
    if (all(weights(des, "sampling") > 0)) list(n = length(m$y), fitted_first10 = as.list(unname(fitted(m)[1:10]))),
    if (!is.null(a$test_terms)) list(wald_tests = lapply(a$test_terms, function(t) {
      w <- regTermTest(m, terms_of(t)); list(terms = t, f = c(w$Ftest), ndf = w$df, ddf = w$ddf, p_value = c(w$p)) })),
    if (!is.null(a$lrt_terms)) list(lrt_tests = lapply(a$lrt_terms, function(t) {
      w <- regTermTest(m, terms_of(t), method = "LRT", df = m$df.residual)
      # R's p value is a saddlepoint approximation; for one coefficient the exact one is that of F
      c(list(terms = t, chisq = w$chisq, ndf = w$df, ddf = w$ddf),
        if (length(w$lambda) == 1) list(p_value = pf(w$chisq / w$lambda, 1, w$ddf, lower.tail = FALSE))) })))
}
cox_expect <- function(a, des) {
  DESIGN <<- des
  m <- eval(bquote(svycoxph(.(as.formula(a$formula)), DESIGN, control = coxph.control(eps = 1e-14, iter.max = 50))))
  list(names = as.list(names(coef(m))), coefficients = as.list(unname(coef(m))), se = as.list(unname(SE(m))),
       df_residual = m$degf.resid, ties = "efron")
}
olr_expect <- function(a, des) {
  DESIGN <<- des
  m <- eval(bquote(svyolr(.(as.formula(a$formula)), DESIGN, control = list(reltol = 1e-16, maxit = 1000))))
  list(names = as.list(c(names(m$coefficients), names(m$zeta))), coefficients = as.list(unname(c(m$coefficients, m$zeta))),
       se = as.list(unname(SE(m))), df_residual = m$df.residual)
}
logrank_expect <- function(a, des) {
  r <- svylogrank(as.formula(a$formula), des, rho = if (is.null(a$rho)) 0 else a$rho)
  if (length(r[[1]]) == 4) list(z = r[[1]][[1]], chisq = r[[2]][[1]], p_value = r[[2]][[2]]) else
    list(chisq = r[[2]][[1]], p_value = r[[2]][[2]])
}
expect_of <- list(glm = glm_expect, coxph = cox_expect, olr = olr_expect, logrank = logrank_expect)
cases <- list()
case <- function(id, data, design, op, args, subset = NULL, adjust = NULL, tolerance = 1e-8) {
  d <- read_data(data); des <- adjusted(design_of(design, d), adjust)
  if (!is.null(subset)) des <- des[d[[subset$var]] %in% unlist(subset$`in`), ]
  expect <- suppressWarnings(tryCatch(expect_of[[op]](args, des), error = function(e) stop(id, ": ", conditionMessage(e))))
  for (n in c("ids", "strata", "fpc")) design[[n]] <- as.list(design[[n]])
  cases[[length(cases) + 1]] <<- c(list(id = id, title = id, status = "strict", data = data, design = design),
    if (!is.null(subset)) list(subset = subset), if (!is.null(adjust)) list(adjust = adjust),
    list(estimate = list(op = op, args = args), tolerance = tolerance, expect = expect))
}
C <- "own_clus2.csv"; S <- "own_strat.csv"; N <- "own_nhanes.csv"
two <- list(ids = c("dnum", "snum"), strata = c("one", "s2"), fpc = c("f1", "f2"), weights = "w0", lonely_psu = "remove")
one <- list(ids = "dnum", strata = "half", fpc = c(), weights = "w0")
strat <- list(ids = c(), strata = "stype", fpc = "fpc", weights = "pw")
zero <- list(ids = c(), strata = "stype", fpc = "certain", weights = "w0")
nh <- list(ids = "SDMVPSU", strata = "SDMVSTRA", fpc = c(), weights = "w0", nest = TRUE)
g <- function(formula, family, ...) list(formula = formula, family = family, ...)
case("glm-two-stage", C, two, "glm", g("api00 ~ ell * s2 + meals + gap", "gaussian", test_terms = list(list("gap"), list("ell:s2"))))
case("glm-two-stage-subset", C, two, "glm", g("bin ~ ell + region", "binomial", test_terms = list(list("region"))), subset = list(var = "stype", `in` = list("E", "M")))
case("glm-missing", C, one, "glm", g("enroll ~ avg.ed + gap + yr.rnd", "gaussian", test_terms = list(list("gap", "yr.rnd"))))
case("glm-no-intercept", S, strat, "glm", g("api00 ~ 0 + stype + meals", "gaussian"))
case("glm-factor-only-interaction", S, strat, "glm", g("api00 ~ meals:stype + awards", "gaussian"))
case("glm-nhanes-interaction", N, nh, "glm", g("HI_CHOL ~ RIAGENDR", "binomial"))
case("glm-powers", S, strat, "glm", g("api00 ~ meals + I(meals^2) + log(enroll)", "gaussian"))
case("glm-poisson-zero", S, zero, "glm", g("api.stu ~ stype + meals + offset(log(enroll))", "poisson"))
case("glm-lrt-poisson", S, strat, "glm", g("api.stu ~ stype + meals + offset(log(enroll))", "poisson", lrt_terms = list(list("stype"), list("meals"))))
case("glm-lrt-binomial", C, modifyList(one, list(weights = "pw")), "glm", g("sch.wide ~ stype + ell", "binomial", lrt_terms = list(list("stype"), list("ell"), list("stype", "ell"))))
case("glm-lrt-gaussian", S, strat, "glm", g("api00 ~ stype + ell", "gaussian", lrt_terms = list(list("stype"), list("ell"))))
for (l in c("probit", "cloglog", "cauchit")) case(paste0("glm-", l), S, strat, "glm", g("sch.wide ~ ell + meals", "binomial", link = l), tolerance = 1e-6)
case("glm-gamma", S, strat, "glm", g("enroll ~ meals + stype", "gamma", link = "log"), tolerance = 1e-6)
case("glm-gamma-inverse", S, strat, "glm", g("enroll ~ meals + stype", "gamma"), tolerance = 1e-6)
case("glm-inverse-gaussian", S, strat, "glm", g("enroll ~ meals + stype", "inverse_gaussian", link = "log"), tolerance = 1e-6)
case("glm-poisson-sqrt", S, strat, "glm", g("api.stu ~ meals + stype", "poisson", link = "sqrt"), tolerance = 1e-6)
case("glm-gaussian-log", S, strat, "glm", g("api00 ~ meals + stype", "gaussian", link = "log"), tolerance = 1e-6)
ps <- list(list(op = "poststratify", by = list("awards"), totals = list(list(awards = "No", total = 2400), list(awards = "Yes", total = 3794))))
case("glm-poststratified", S, strat, "glm", g("sch.wide ~ ell + meals", "binomial", test_terms = list(list("ell", "meals"))), adjust = ps)
rk <- list(list(op = "rake", maxit = 200, epsilon = 1e-12, margins = list(
  list(by = list("stype"), totals = list(list(stype = "E", total = 4400), list(stype = "H", total = 760), list(stype = "M", total = 1034))),
  list(by = list("sch.wide"), totals = list(list(sch.wide = "No", total = 1100), list(sch.wide = "Yes", total = 5094))))))
case("glm-raked", S, strat, "glm", g("api00 ~ ell + meals + awards", "gaussian"), adjust = rk)
case("glm-raked-subset", S, strat, "glm", g("api00 ~ ell + meals", "gaussian"), adjust = rk, subset = list(var = "stype", `in` = list("E", "H")))
surv <- "survival::Surv(enroll, r) ~ "
case("coxph-strat", S, strat, "coxph", list(formula = paste0(surv, "meals + stype")))
case("coxph-two-stage", C, modifyList(two, list(weights = "pw")), "coxph", list(formula = paste0(surv, "meals * s2")))
case("coxph-ties", S, strat, "coxph", list(formula = "survival::Surv(growth + 100, r) ~ meals + awards"))
case("coxph-strata", C, modifyList(one, list(weights = "pw")), "coxph", list(formula = paste0(surv, "meals + api00 + strata(stype)")))
# rows at risk from an entry on
case("coxph-entry", S, strat, "coxph", list(formula = "survival::Surv(meals, meals + growth + 100, r) ~ ell + stype"))
case("coxph-entry-strata", C, modifyList(two, list(weights = "pw")), "coxph", list(formula = "survival::Surv(meals, meals + enroll, r) ~ api00 + awards + strata(stype)"))
case("coxph-entry-subset", C, modifyList(one, list(weights = "pw")), "coxph", list(formula = "survival::Surv(meals, meals + api00, r) ~ ell * awards"), subset = list(var = "stype", `in` = list("E", "M")))
case("logrank-ties", S, strat, "logrank", list(formula = "survival::Surv(growth + 100, r) ~ awards"))
case("logrank-ties-rho", S, strat, "logrank", list(formula = "survival::Surv(growth + 100, r) ~ awards", rho = 1))
case("logrank-three", C, modifyList(one, list(weights = "pw")), "logrank", list(formula = "survival::Surv(api00, r) ~ stype"))
case("olr-strat", S, strat, "olr", list(formula = "stype ~ meals + awards"), tolerance = 1e-4)
case("olr-subset", C, modifyList(one, list(weights = "pw")), "olr", list(formula = "stype ~ ell + awards"), subset = list(var = "r", `in` = list(1)), tolerance = 1e-4)
write(toJSON(list(topic = "models", generator = "own/models.R", cases = cases), auto_unbox = TRUE, digits = NA, null = "null", pretty = 1), "cases/models.json")
