# Answers cases: reads specs/NAME.json (cases of the reference set's form without `expect`) and writes cases/NAME.json with
# the answers of R. Run in this folder after make.R, whose data it reads: Rscript answer.R NAME
# (needs the R packages survey, mitools, survival and jsonlite)
suppressMessages({library(survey); library(jsonlite); library(survival); library(mitools)})
DATA <- "data"
cache <- new.env()
META <- NULL
read_data <- function(f) {
  if (!is.null(cache[[f]])) return(cache[[f]])
  if (is.null(META)) META <<- fromJSON(file.path(DATA, "datasets.json"), simplifyVector = FALSE)
  cols <- META[[f]]$columns
  head <- names(read.csv(file.path(DATA, f), nrows = 1, check.names = FALSE))
  cls <- vapply(head, function(n) if (!is.null(cols[[n]]) && cols[[n]]$type != "numeric") "character" else "numeric", "")
  d <- read.csv(file.path(DATA, f), na.strings = "", stringsAsFactors = FALSE, check.names = FALSE, colClasses = unname(cls))
  for (n in names(cols)) if (cols[[n]]$type == "categorical") d[[n]] <- factor(d[[n]], levels = unlist(cols[[n]]$levels))
  assign(f, d, cache); d
}
u <- function(x) unlist(x)
f_of <- function(v) { v <- u(v); if (length(v)) as.formula(paste("~", paste(sprintf("`%s`", v), collapse = "+"))) else NULL }
or1 <- function(f) if (is.null(f)) ~1 else f
inf <- function(x) if (is.character(x)) as.numeric(x) else x
num <- function(x) { if (is.null(x)) return(NULL); x <- unname(c(x)); lapply(x, one) }
one <- function(x) { if (is.null(x) || length(x) == 0) return(NA); if (is.na(x)) NA else if (is.infinite(x)) (if (x > 0) "Inf" else "-Inf") else x }
rows <- function(m) { m <- if (is.null(dim(m))) matrix(m, sqrt(length(m))) else as.matrix(m); lapply(seq_len(nrow(m)), function(i) num(m[i, ])) }
one_design <- function(p, d) svydesign(ids = or1(f_of(p$ids)), strata = f_of(p$strata), weights = f_of(p$weights), fpc = f_of(p$fpc), nest = isTRUE(p$nest), data = d)
design_of <- function(s, d) {
  options(survey.lonely.psu = if (is.null(s$lonely_psu)) "fail" else s$lonely_psu,
          survey.adjust.domain.lonely = isTRUE(s$lonely_psu_in_domains))
  if (!is.null(s$two_phase)) {
    t <- s$two_phase; p1 <- t$phase1; p2 <- t$phase2
    fo <- function(p) f_of(p$strata)
    d$.sub <- d[[t$subset_var]] == 1
    pr <- if (!is.null(p1$weights)) list(as.formula(paste0("~I(1/`", p1$weights, "`)")), NULL) else NULL
    args <- list(id = list(or1(f_of(p1$ids)), or1(f_of(p2$ids))), strata = list(fo(p1), fo(p2)), fpc = list(f_of(p1$fpc), f_of(p2$fpc)), subset = ~.sub, data = d, method = t$method)
    if (!is.null(pr)) args$probs <- pr
    return(do.call(twophase, args))
  }
  r <- s$replicates
  if (!is.null(r) && !isTRUE(r$from_design)) {
    cols <- if (!is.null(r$columns)) u(r$columns) else paste0(r$prefix, r$first:r$last)
    args <- list(data = d, weights = f_of(s$weights), repweights = as.matrix(d[, cols]), type = r$type,
                 combined.weights = if (is.null(r$combined_weights)) TRUE else r$combined_weights, mse = isTRUE(r$mse))
    for (k in c("scale", "rho")) if (!is.null(r[[k]])) args[[k]] <- r[[k]]
    if (!is.null(r$rscales)) args$rscales <- u(r$rscales)
    if (!is.null(r$degf)) args$degf <- r$degf
    return(do.call(svrepdesign, args))
  }
  args <- list(ids = or1(f_of(s$ids)), strata = f_of(s$strata), weights = f_of(s$weights), fpc = f_of(s$fpc), nest = isTRUE(s$nest), data = d)
  if (!is.null(s$pps)) {
    p <- s$pps; v <- if (is.null(p$variance)) "HT" else p$variance; args$variance <- v
    args$pps <- switch(p$method, brewer = "brewer", overton = "overton", `hartley-rao` = HR(p$sum_p2_over_n),
                       joint = ppsmat(as.matrix(read.csv(file.path(DATA, p$joint_file)))))
  }
  des <- do.call(svydesign, args)
  if (!is.null(r)) des <- as.svrepdesign(des, type = r$type, mse = isTRUE(r$mse))
  des
}
totals_frame <- function(m) {
  t <- do.call(rbind, lapply(m$totals, function(r) as.data.frame(r, stringsAsFactors = FALSE, check.names = FALSE)))
  names(t)[names(t) == "total"] <- "Freq"; t
}
adjusted <- function(des, steps, d) {
  for (a in steps) des <- switch(a$op,
    poststratify = postStratify(des, f_of(a$by), totals_frame(a)),
    rake = rake(des, lapply(a$margins, function(m) f_of(m$by)), lapply(a$margins, totals_frame), control = list(maxit = a$maxit, epsilon = a$epsilon, verbose = FALSE)),
    calibrate = {
      tot <- vapply(a$columns, function(x) as.numeric(x$total), 1); names(tot) <- vapply(a$columns, function(x) x$name, "")
      args <- list(des, as.formula(a$formula), population = tot, calfun = a$calfun, epsilon = 1e-13, maxit = 500)
      if (!is.null(a$bounds)) args$bounds <- vapply(a$bounds, inf, 1)
      if (!is.null(a$aggregate_stage)) args$aggregate.stage <- a$aggregate_stage
      if (!is.null(a$variance_var)) args$variance <- d[[a$variance_var]]
      do.call(calibrate, args)
    },
    trim = { args <- list(des, strict = isTRUE(a$strict)); if (!is.null(a$lower)) args$lower <- inf(a$lower); if (!is.null(a$upper)) args$upper <- inf(a$upper); do.call(trimWeights, args) })
  des
}
mask_of <- function(s, d) {
  if (!is.null(s$and)) return(Reduce(`&`, lapply(s$and, mask_of, d)))
  if (!is.null(s$or)) return(Reduce(`|`, lapply(s$or, mask_of, d)))
  if (!is.null(s$not)) return(!mask_of(s$not, d))
  if (isTRUE(s$missing)) return(is.na(d[[s$var]]))
  if (!is.null(s[["in"]])) return(d[[s$var]] %in% u(s[["in"]]))
  do.call(s$op, list(d[[s$var]], s$value))
}
clean <- function(x) gsub("`", "", x)
ci_of <- function(est, se, level, df) { q <- qt(1 - (1 - level) / 2, df); if (length(df) == 1 && !is.na(df) && df <= 0) q <- NA
  list(level = level, df = one(df), lower = num(est - q * se), upper = num(est + q * se)) }
plain_of <- function(e, des) {
  a <- e$args
  if (e$op == "ratio") return(svyratio(f_of(a$numerator), f_of(a$denominator), des, na.rm = isTRUE(a$na_rm)))
  f <- if (e$op == "mean") svymean else svytotal
  args <- list(f_of(e$vars), des, na.rm = isTRUE(a$na_rm)); if (!is.null(a$deff)) args$deff <- a$deff
  do.call(f, args)
}
quantile_of <- function(e, des, level) {
  a <- e$args; ci <- !identical(a$ci, FALSE)
  args <- list(f_of(e$vars), des, quantiles = u(a$probs), qrule = if (is.null(a$qrule)) "math" else a$qrule, interval.type = if (is.null(a$interval)) "mean" else a$interval,
               alpha = 1 - level, ci = ci, na.rm = isTRUE(a$na_rm))
  if (!is.null(a$df)) args$df <- inf(a$df)
  do.call(svyquantile, args)
}
answers <- list()
answers$mean <- answers$total <- function(e, des, level) {
  r <- plain_of(e, des); est <- coef(r); se <- c(SE(r))
  if (any(is.na(est))) return(list(estimate = num(est), se = num(se)))
  o <- list(names = as.list(clean(names(est))), estimate = num(est), se = num(se), variance = rows(vcov(r)), cv = num(se / est),
            design_df = degf(des), ci_normal = ci_of(est, se, level, Inf), ci_t = ci_of(est, se, level, degf(des)))
  if (!is.null(e$args$deff)) o$deff <- num(deff(r))
  o
}
answers$ratio <- function(e, des, level) {
  r <- plain_of(e, des); est <- coef(r, drop = FALSE); se <- matrix(SE(r), nrow = nrow(est))
  list(numerator = as.list(u(e$args$numerator)), denominator = as.list(u(e$args$denominator)), estimate = rows(est), se = rows(se),
       design_df = degf(des), ci_normal = ci_of(c(est), c(se), level, Inf), ci_t = ci_of(c(est), c(se), level, degf(des)))
}
answers$var <- function(e, des, level) {
  r <- svyvar(f_of(e$vars), des, na.rm = isTRUE(e$args$na_rm)); k <- length(u(e$vars)); m <- matrix(as.matrix(r)[seq_len(k), seq_len(k)], k)
  se <- matrix(sqrt(diag(as.matrix(attr(r, "var")))), k)
  o <- list(vars = as.list(u(e$vars)), estimate = rows(m), se = rows(se)); if (k > 1) o$correlation <- rows(cov2cor(m)); o
}
answers$quantile <- function(e, des, level) {
  r <- quantile_of(e, des, level); a <- e$args; vars <- u(e$vars)
  d2 <- if (isTRUE(a$na_rm)) des[rowSums(is.na(des$variables[, vars, drop = FALSE])) == 0, ] else des
  pick <- function(f) { m <- lapply(vars, function(v) f(r[[v]], v)); if (length(vars) == 1) num(m[[1]]) else lapply(m, num) }
  if (identical(a$ci, FALSE)) return(list(probs = as.list(u(a$probs)), quantile = pick(function(x, v) c(x))))
  se <- SE(r)
  np <- length(u(a$probs))
  list(probs = as.list(u(a$probs)), quantile = pick(function(x, v) x[, 1]), level = level, df = one(if (is.null(a$df)) degf(d2) else inf(a$df)),
       lower = pick(function(x, v) x[, 2]), upper = pick(function(x, v) x[, 3]), se = pick(function(x, v) x[, 4]))
}
answers$smooth_cdf <- function(e, des, level) { f <- svycdf(f_of(e$vars), des)[[1]]; list(at = e$args$at, cdf = num(f(u(e$args$at)))) }
by_object <- function(e, des, level, covmat = isTRUE(e$args$covmat)) {
  i <- e$inner; a <- i$args; na <- isTRUE(a$na_rm); deff <- if (is.null(a$deff)) FALSE else a$deff
  switch(i$op,
    ratio = svyby(f_of(a$numerator), f_of(e$by), des, svyratio, denominator = f_of(a$denominator), na.rm = na, covmat = covmat),
    quantile = { args <- list(f_of(i$vars), f_of(e$by), des, svyquantile, quantiles = u(a$probs), qrule = if (is.null(a$qrule)) "math" else a$qrule, ci = TRUE, na.rm = na, vartype = "se", covmat=covmat)
                 if (!is.null(a$interval)) args$interval.type <- a$interval
                 do.call(svyby, args) },
    var = svyby(f_of(i$vars), f_of(e$by), des, svyvar, na.rm = na, covmat = covmat),
    count = svyby(f_of(i$vars), f_of(e$by), des, unwtd.count, keep.var = FALSE),
    svyby(f_of(i$vars), f_of(e$by), des, if (i$op == "mean") svymean else svytotal, na.rm = na, deff = deff, covmat = covmat))
}
answers$by <- function(e, des, level) {
  i <- e$inner; b <- by_object(e, des, level); g <- nrow(b)
  groups <- lapply(seq_len(g), function(k) lapply(setNames(as.list(as.data.frame(b)[k, u(e$by), drop = FALSE]), u(e$by)), as.character))
  if (i$op == "count") return(list(groups = groups, count = num(b$statistic)))
  est <- matrix(coef(b), nrow = g); se <- matrix(u(SE(b)), nrow = g)
  nm <- switch(i$op, ratio = c(outer(u(i$args$numerator), u(i$args$denominator), paste, sep = "/")), mean = , total = clean(names(coef(plain_of(list(op = i$op, vars = i$vars, args = list(na_rm = TRUE)), des)))), u(i$vars))
  o <- list(groups = groups, names = as.list(nm), estimate = rows(est), se = rows(se))
  if (i$op == "quantile" || i$op == "var") { if (ncol(est) != length(nm)) o$names <- NULL }
  if (i$op != "quantile") { q <- qnorm(1 - (1 - level) / 2); o$ci_normal <- list(level = level, df = "Inf", lower = rows(est - q * se), upper = rows(est + q * se)) }
  if (isTRUE(e$args$covmat)) { o$covariance_order <- ""; o$covariance <- rows(as.matrix(vcov(b))) }
  if (!is.null(i$args$deff)) o$deff <- rows(matrix(u(deff(b)), nrow = g))
  o
}
answers$contrast <- function(e, des, level) {
  i <- e$inner
  r <- if (i$op == "by") by_object(i, des, level, TRUE) else if (i$op == "glm") glm_of(i$args, des) else plain_of(i, des)
  a <- e$args
  k <- if (!is.null(a$linear)) svycontrast(r, lapply(a$linear, u)) else svycontrast(r, lapply(a$nonlinear, function(x) parse(text = x)[[1]]))
  est <- coef(k); se <- c(SE(k))
  list(names = as.list(names(if (!is.null(a$linear)) a$linear else a$nonlinear)), estimate = num(est), se = num(se), variance = rows(vcov(k)), ci_normal = ci_of(est, se, level, Inf),
       ci_t = ci_of(est, se, level, degf(des)))
}
answers$proportion_ci <- function(e, des, level) {
  a <- e$args; v <- u(e$vars)
  des <- do.call(update, list(des, target__ = as.numeric(des$variables[[v]] == if (is.null(a$success)) 1 else a$success)))
  df <- if (is.null(a$df)) degf(des) else inf(a$df)
  r <- svyciprop(~target__, des, method = a$method, level = level, df = df, na.rm = isTRUE(a$na_rm))
  list(estimate = unname(c(coef(r))), se = one(unname(c(SE(svymean(~target__, des, na.rm = isTRUE(a$na_rm)))))), level = level, df = one(df), lower = one(unname(confint(r)[1])), upper = one(unname(confint(r)[2])))
}
answers$crosstab <- function(e, des, level) {
  v <- des$variables; vars <- u(e$vars); a <- v[[vars[1]]]; b <- v[[vars[2]]]
  if (!is.factor(a)) a <- factor(a); if (!is.factor(b)) b <- factor(b)
  R <- levels(a); C <- levels(b); nil <- matrix(NA_real_, length(R), length(C))
  n <- w <- ws <- p <- ps <- rp <- rps <- cp <- cps <- nil
  one_ <- function(f, m, sub) { s <- do.call(update, list(des, x__ = as.numeric(m), s__ = sub)); r <- f(~x__, subset(s, s__)); c(coef(r), SE(r)) }
  ok <- !is.na(a) & !is.na(b); live <- weights(des, "sampling") != 0 & ok
  for (i in seq_along(R)) for (j in seq_along(C)) {
    m <- ok & a == R[i] & b == C[j]; n[i, j] <- sum(m & live)
    x <- one_(svytotal, m, ok); w[i, j] <- x[1]; ws[i, j] <- x[2]
    x <- one_(svymean, m, ok); p[i, j] <- x[1]; ps[i, j] <- x[2]
    if (any(live & a == R[i])) { x <- one_(svymean, m, ok & a == R[i]); rp[i, j] <- x[1]; rps[i, j] <- x[2] }
    if (any(live & b == C[j])) { x <- one_(svymean, m, ok & b == C[j]); cp[i, j] <- x[1]; cps[i, j] <- x[2] }
  }
  des2 <- do.call(update, list(des, row__ = a, col__ = b))
  list(row_levels = as.list(R), col_levels = as.list(C), unweighted_n = rows(n), weighted = rows(w), weighted_se = rows(ws), svytable = rows(unclass(svytable(~row__ + col__, des2))),
       total_pct = rows(p), total_pct_se = rows(ps), row_pct = rows(rp), row_pct_se = rows(rps), col_pct = rows(cp), col_pct_se = rows(cps))
}
answers$table <- function(e, des, level) {
  args <- list(f_of(e$vars), des); if (!is.null(e$args$ntotal)) args$Ntotal <- e$args$ntotal
  t <- do.call(svytable, args); n <- dimnames(t)
  if (length(n) == 1) list(levels = as.list(n[[1]]), count = num(c(t))) else list(row_levels = as.list(n[[1]]), col_levels = as.list(n[[2]]), count = rows(unclass(t)))
}
answers$chisq <- function(e, des, level) {
  st <- if (is.null(e$args$statistic)) "F" else e$args$statistic
  if (st == "lincom") return(list(error = "skip"))
  r <- svychisq(f_of(e$vars), des, statistic = st); p <- u(r$parameter)
  par <- switch(st, Chisq = list(df = unname(p[1])), saddlepoint = NULL, list(ndf = unname(p[1]), ddf = unname(p[2])))
  o <- list(statistic = c(unname(r$statistic)), p_value = c(unname(r$p.value))); o["parameter"] <- list(par); o
}
answers$gof <- function(e, des, level) { r <- svygofchisq(f_of(e$vars), p = u(e$args$p), des); p <- u(r$parameter)
  list(statistic = unname(r$statistic), parameter = list(scale = unname(p[1]), df = unname(p[2])), p_value = unname(c(r$p.value))) }
answers$ttest <- function(e, des, level) {
  g <- e$args$group; f <- if (is.null(g)) as.formula(sprintf("`%s`~0", u(e$vars))) else as.formula(sprintf("`%s`~`%s`", u(e$vars), g))
  r <- eval(substitute(svyttest(F, des), list(F = f))); ci <- if (is.null(r$conf.int)) confint(r, level = level) else r$conf.int
  list(estimate = unname(c(r$estimate)), statistic = unname(c(r$statistic)), df = unname(c(r$parameter)), p_value = unname(c(r$p.value)), ci = list(level = level, lower = ci[1], upper = ci[2]))
}
answers$ranktest <- function(e, des, level) {
  f <- as.formula(sprintf("`%s`~`%s`", u(e$vars), e$args$group))
  r <- eval(substitute(svyranktest(F, des, test = T), list(F = f, T = e$args$test)))
  if (is.null(r$ddf)) list(estimate = unname(c(r$estimate)), statistic = unname(c(r$statistic)), df = unname(c(r$parameter)), p_value = unname(c(r$p.value)))
  else { ch <- c(unname(r$parameter)); ndf <- c(unname(r$statistic)); list(chisq = ch, ndf = ndf, f = ch / ndf, ddf = unname(c(r$ddf)), p_value = unname(c(r$p.value))) }
}
answers$kappa <- function(e, des, level) { r <- svykappa(f_of(e$vars), des); est <- coef(r); se <- c(SE(r))
  list(estimate = unname(c(est)), se = unname(se), ci_normal = list(level = level, lower = unname(c(est - qnorm(1 - (1 - level) / 2) * se)), upper = unname(c(est + qnorm(1 - (1 - level) / 2) * se)))) }
answers$cronbach <- function(e, des, level) list(alpha = unname(c(svycralpha(f_of(e$vars), des))))
glm_of <- function(a, des) {
  fam <- switch(a$family, gaussian = gaussian(), binomial = if (is.null(a$link)) quasibinomial() else quasibinomial(link = a$link), poisson = quasipoisson())
  fam <<- fam
  eval(substitute(svyglm(F, des, family = fam, control = glm.control(epsilon = 1e-14, maxit = 100)), list(F = as.formula(a$formula))))
}
answers$glm <- function(e, des, level) {
  a <- e$args; r <- glm_of(a, des); est <- coef(r); V <- vcov(r); se <- sqrt(diag(V)); df <- r$df.residual
  q <- qt(1 - (1 - level) / 2, df)
  o <- list(names = as.list(clean(names(est))), coefficients = num(est), se = num(se), variance = rows(V), t = num(est / se), df_residual = df, p_value = num(2 * pt(-abs(est / se), df)),
            ci = list(level = level, df = one(df), lower = num(est - q * se), upper = num(est + q * se)), n = length(r$y) - 0, fitted_first10 = num(head(fitted(r), 10)))
  o$n <- sum(r$prior.weights != 0 | TRUE)
  if (!is.null(a$test_terms)) o$wald_tests <- lapply(a$test_terms, function(t) { w <- regTermTest(r, as.formula(paste("~", paste(u(t), collapse = "+")))); list(terms = as.list(u(t)), f = unname(c(w$Ftest)), ndf = w$df, ddf = w$ddf, p_value = unname(c(w$p))) })
  o
}
answers$olr <- function(e, des, level) { r <- eval(substitute(svyolr(F, des, control = list(reltol = 1e-16, maxit = 1000)), list(F = as.formula(e$args$formula))))
  co <- c(r$coefficients, r$zeta); V <- vcov(r); list(names = as.list(clean(names(co))), coefficients = num(co), se = num(sqrt(diag(V))), df_residual = r$df.residual) }
answers$coxph <- function(e, des, level) { r <- eval(substitute(svycoxph(F, des, control = coxph.control(eps = 1e-12, iter.max = 50)), list(F = as.formula(e$args$formula))))
  list(names = as.list(clean(names(coef(r)))), coefficients = num(coef(r)), se = num(sqrt(diag(vcov(r)))), df_residual = r$degf.resid, ties = "efron") }
answers$logrank <- function(e, des, level) { r <- eval(substitute(svylogrank(F, des, rho = R), list(F = as.formula(e$args$formula), R = if (is.null(e$args$rho)) 0 else e$args$rho)))
  if (is.list(r)) list(z = unname(r[[1]][,"score"]), chisq = unname(r[[2]][1]), p_value = unname(r[[2]]["p"])) else list(z = unname(r[1, "score"]), chisq = unname(r[1, "z"]^2), p_value = unname(r[1, "p"])) }
answers$multiple_imputation <- function(e, des, level) {
  i <- e$inner; pv <- u(e$args$plausible_values); dfc <- if (is.null(e$args$df_complete)) Inf else e$args$df_complete
  rs <- lapply(pv, function(v) { sub <- function(x) { x <- as.character(u(x)); x[x == "PV"] <- v; x }
    if (i$op == "by") { j <- i; j$inner$vars <- sub(i$inner$vars); if (!is.null(j$inner$args$numerator)) j$inner$args$numerator <- sub(j$inner$args$numerator); by_object(j, des, level, TRUE) } else if (i$op == "glm") { a <- i$args; a$formula <- gsub("\\bPV\\b", v, a$formula); glm_of(a, des) } else { j <- i; if (!is.null(i$vars)) j$vars <- sub(i$vars); if (!is.null(j$args$numerator)) { j$args$numerator <- sub(j$args$numerator); j$args$denominator <- sub(j$args$denominator) } ; plain_of(j, des) } })
  co <- lapply(rs, function(r) c(coef(r))); va <- lapply(rs, function(r) as.matrix(vcov(r)))
  nm <- names(coef(rs[[1]])); nm <- nm
  m <- MIcombine(co, va, df.complete = dfc); W <- Reduce(`+`, va) / length(va); C <- do.call(rbind, co); B <- cov(C)
  se <- sqrt(diag(as.matrix(m$variance))); q <- qt(1 - (1 - level) / 2, m$df)
  list(names = as.list(nm), per_value_estimates = rows(C), per_value_se = lapply(va, function(v) num(sqrt(diag(v)))), estimate = num(m$coefficients), variance = rows(m$variance), se = num(se), within = rows(W), between = rows(B), df = num(m$df), missing_information = num(m$missinfo),
       ci_t = list(level = level, lower = num(m$coefficients - q * se), upper = num(m$coefficients + q * se)))
}
answer <- function(c) {
  level <- if (is.null(c$estimate$args$level)) .95 else c$estimate$args$level
  tryCatch(suppressWarnings({
    d <- read_data(c$data); LV <- c$levels
    for (n in names(LV)) if (!is.null(d[[n]])) d[[n]] <- factor(as.character(d[[n]]), levels = u(LV[[n]]))
    des <- adjusted(design_of(c$design, d), c$adjust, d)
    w <- if (is.null(c$design$two_phase)) weights(des, "sampling") else NULL
    if (!is.null(c$subset)) { m <- mask_of(c$subset, d); des <- base::subset(des, m) }
    x <- answers[[c$estimate$op]](c$estimate, des, level)
    if (!is.null(w)) x$weights <- list(n = length(w), nonzero = sum(w != 0), sum = sum(w), min = min(w), max = max(w), sum_squares = sum(w^2), first10 = num(head(w, 10)))
    x
  }), error = function(e) list(error = TRUE, r_message = conditionMessage(e)))
}

name <- commandArgs(TRUE)[1]
spec <- fromJSON(file.path("specs", paste0(name, ".json")), simplifyVector = FALSE)
spec$generator <- paste("R", getRversion(), "survey", packageVersion("survey"))
spec$cases <- lapply(spec$cases, function(c) { c$expect <- answer(c); c })
write(toJSON(spec, auto_unbox = TRUE, digits = NA, na = "null", null = "null", pretty = 1), file.path("cases", paste0(name, ".json")))
