# Makes cases/own.json and data/own_*.csv: more cases in the form of the reference set, with designs it has none of.
# Run in this folder: Rscript make.R      (needs the R packages survey and jsonlite)
suppressMessages({library(survey); library(jsonlite)})
set.seed(20260)
read_data <- function(f) {
  d <- read.csv(file.path("../data", f), na.strings = "", stringsAsFactors = FALSE, check.names = FALSE)
  cols <- fromJSON("../data/datasets.json", simplifyVector = FALSE)[[f]]$columns
  for (n in names(cols)) if (cols[[n]]$type == "categorical") d[[n]] <- factor(d[[n]], levels = unlist(cols[[n]]$levels))
  d
}

# -- data ----------------------------------------------------------------------------------------------------------
data <- list()
d <- read_data("apiclus2.csv")
d <- d[, c("stype", "snum", "dnum", "api00", "api99", "meals", "ell", "avg.ed", "enroll", "api.stu", "awards",
           "sch.wide", "comp.imp", "yr.rnd", "pw", "fpc1", "fpc2")]
d$one <- 1
d$s2 <- factor(ifelse(d$stype == "E", "prim", "sec"), levels = c("prim", "sec"))
d$f1 <- 40 / 757
d$f2 <- ifelse(d$s2 == "prim", 0.25, 0.5)
d$half <- factor(ifelse(as.integer(factor(d$dnum)) %% 3 == 0, "B", "A"))
d$f1h <- ifelse(d$half == "A", 0.05, 1)
d$w0 <- ifelse(runif(nrow(d)) < 0.15, 0, d$pw * round(runif(nrow(d), 0.5, 2), 3))
d$wz <- ifelse(as.integer(factor(d$dnum)) %in% c(3, 7, 12), 0, d$pw)
d$r <- as.integer(runif(nrow(d)) < 0.5)
d$region <- factor(sample(c("n", "s", "e"), nrow(d), TRUE), levels = c("n", "s", "e", "unused"))
d$gap <- factor(ifelse(runif(nrow(d)) < 0.1, NA, sample(c("lo", "mid", "hi"), nrow(d), TRUE, c(.5, .3, .2))),
                levels = c("lo", "mid", "hi", "never"))
d$bin <- ifelse(runif(nrow(d)) < 0.12, NA, as.integer(d$api00 > 650))
data$own_clus2.csv <- d

s <- read_data("apistrat.csv")
s <- s[, c("stype", "api00", "api99", "meals", "ell", "enroll", "api.stu", "awards", "sch.wide", "comp.imp", "yr.rnd",
           "acs.k3", "growth", "pw", "fpc")]
s$w0 <- ifelse(runif(nrow(s)) < 0.2, 0, s$pw)
s$certain <- ifelse(s$stype == "H", 50, s$fpc)
s$r <- as.integer(runif(nrow(s)) < 0.6)
s$dom <- ifelse(s$stype == "H", as.integer(seq_len(nrow(s)) == which(s$stype == "H")[5]), s$r)
s$gap <- factor(ifelse(runif(nrow(s)) < 0.1, NA, sample(c("lo", "mid", "hi"), nrow(s), TRUE, c(.5, .3, .2))),
                levels = c("lo", "mid", "hi", "never"))
s$bin <- ifelse(runif(nrow(s)) < 0.12, NA, as.integer(s$api00 > 650))
data$own_strat.csv <- s

n <- read_data("nhanes.csv")
n <- n[n$SDMVSTRA <= 77, ]
n$w0 <- ifelse(runif(nrow(n)) < 0.1, 0, n$WTMEC2YR)
n$r <- as.integer(runif(nrow(n)) < 0.3)
n <- n[, setdiff(names(n), "rownum")]
data$own_nhanes.csv <- n
t <- read_data("toy.csv"); t$z0 <- ifelse(seq_len(nrow(t)) %in% c(2, 9), 0, t$w)
data$own_toy.csv <- t

describe <- function(x) if (is.factor(x)) list(type = "categorical", levels = as.list(levels(x))) else
  list(type = if (is.character(x)) "string" else "numeric")
for (f in names(data)) {
  out <- data[[f]]
  num <- vapply(out, is.numeric, TRUE)
  out[num] <- lapply(out[num], function(x) ifelse(is.na(x), NA, format(x, digits = 17, trim = TRUE, scientific = FALSE)))
  short <- function(x) vapply(x, function(v) { if (is.na(v)) return(NA_character_)
    for (k in 15:17) { u <- sprintf(paste0("%.", k, "g"), v); if (as.numeric(u) == v) break }; u }, "")
  out[num] <- lapply(data[[f]][num], short)
  write.csv(out, file.path("data", f), row.names = FALSE, na = "", quote = which(!num))
}
write(toJSON(lapply(data, function(x) list(columns = lapply(x, describe))), auto_unbox = TRUE, pretty = 1),
      "data/datasets.json")

# -- what a case asks R for -------------------------------------------------------------------------------------------
f_of <- function(v) if (length(v)) reformulate(sprintf("`%s`", v)) else NULL
design_of <- function(s, d) {
  options(survey.lonely.psu = if (is.null(s$lonely_psu)) "fail" else s$lonely_psu,
          survey.adjust.domain.lonely = isTRUE(s$lonely_psu_in_domains))
  svydesign(ids = if (length(s$ids)) f_of(s$ids) else ~1, strata = f_of(s$strata), weights = f_of(s$weights),
            fpc = f_of(s$fpc), nest = isTRUE(s$nest), data = d)
}
margin_of <- function(m) {
  t <- as.data.frame(do.call(rbind, lapply(m$totals, function(r) as.data.frame(r, stringsAsFactors = FALSE, check.names = FALSE))), check.names = FALSE)
  names(t)[names(t) == "total"] <- "Freq"; t
}
adjusted <- function(des, steps) {
  for (a in steps)
    des <- if (a$op == "poststratify") postStratify(des, f_of(a$by), margin_of(a)) else
      rake(des, lapply(a$margins, function(m) f_of(m$by)), lapply(a$margins, margin_of),
           control = list(maxit = a$maxit, epsilon = a$epsilon, verbose = FALSE))
  des
}
mask_of <- function(s, d) {
  if (!is.null(s$and)) return(Reduce(`&`, lapply(s$and, mask_of, d)))
  if (!is.null(s$or)) return(Reduce(`|`, lapply(s$or, mask_of, d)))
  if (!is.null(s$`in`)) return(d[[s$var]] %in% unlist(s$`in`))
  do.call(s$op, list(d[[s$var]], s$value))
}
plain_of <- function(e, des) {
  a <- e$args
  if (e$op == "ratio") return(svyratio(f_of(a$numerator), f_of(a$denominator), des, na.rm = isTRUE(a$na_rm)))
  f <- if (e$op == "mean") svymean else svytotal
  f(f_of(e$vars), des, na.rm = isTRUE(a$na_rm), deff = if (is.null(a$deff)) FALSE else a$deff)
}
clean <- function(x) gsub("`", "", x)
rows_of <- function(m) lapply(seq_len(nrow(m)), function(i) as.list(unname(m[i, ])))
plain_expect <- function(e, des) {
  r <- plain_of(e, des)
  ci <- confint(r, df = degf(des))
  if (e$op == "ratio")
    return(list(numerator = as.list(e$args$numerator), denominator = as.list(e$args$denominator),
                estimate = rows_of(coef(r, drop = FALSE)), se = rows_of(matrix(SE(r), length(e$args$numerator))),
                design_df = degf(des)))
  out <- list(names = as.list(clean(names(coef(r)))), estimate = as.list(unname(coef(r))), se = as.list(unname(c(SE(r)))),
       design_df = degf(des), variance = rows_of(unname(as.matrix(vcov(r)))),
       ci_t = list(level = .95, df = degf(des), lower = as.list(unname(ci[, 1])), upper = as.list(unname(ci[, 2]))))
  if (!is.null(e$args$deff)) out$deff <- as.list(unname(c(deff(r))))
  out
}
by_expect <- function(e, des) {
  i <- e$inner; a <- i$args; na <- isTRUE(a$na_rm)
  b <- if (i$op == "ratio")
    svyby(f_of(a$numerator), f_of(e$by), des, svyratio, denominator = f_of(a$denominator), na.rm = na) else
    svyby(f_of(i$vars), f_of(e$by), des, if (i$op == "mean") svymean else svytotal, na.rm = na,
          deff = if (is.null(a$deff)) FALSE else a$deff, covmat = isTRUE(e$args$covmat))
  g <- nrow(b)
  names <- if (i$op == "ratio") outer(a$numerator, a$denominator, paste, sep = "/") else clean(names(coef(plain_of(list(op = i$op, vars = i$vars, args = list(na_rm = TRUE)), des))))
  groups <- as.data.frame(b)[, e$by, drop = FALSE]
  out <- list(names = as.list(names),
       groups = lapply(seq_len(g), function(k) lapply(groups[k, , drop = FALSE], as.character)),
       estimate = rows_of(matrix(coef(b), nrow = g)), se = rows_of(matrix(unlist(SE(b)), nrow = g)))
  if (isTRUE(e$args$covmat)) out$covariance <- rows_of(unname(vcov(b)))
  if (!is.null(a$deff)) out$deff <- rows_of(matrix(unlist(deff(b)), nrow = g))
  out
}
contrast_expect <- function(e, des) {
  i <- e$inner
  r <- if (i$op == "by") svyby(f_of(i$inner$vars), f_of(i$by), des, svymean, na.rm = TRUE, covmat = TRUE) else plain_of(i, des)
  if (i$op == "by") names(r) <- names(r)
  k <- if (!is.null(e$args$linear)) svycontrast(r, lapply(e$args$linear, unlist)) else
    svycontrast(r, lapply(e$args$nonlinear, function(x) parse(text = x)[[1]]))
  list(names = as.list(names(coef(k))), estimate = as.list(unname(coef(k))), se = as.list(unname(c(SE(k)))),
       variance = rows_of(unname(as.matrix(vcov(k)))))
}
proportion_expect <- function(e, des) {
  a <- e$args
  des$variables$target <- as.integer(des$variables[[e$vars]] == if (is.null(a$success)) 1 else a$success)
  r <- svyciprop(~target, des, method = a$method, level = if (is.null(a$level)) .95 else a$level,
                 df = degf(des), na.rm = isTRUE(a$na_rm))
  list(estimate = unname(c(coef(r))), se = unname(c(SE(svymean(~target, des, na.rm = isTRUE(a$na_rm))))),
       lower = unname(confint(r)[1]), upper = unname(confint(r)[2]))
}
crosstab_expect <- function(e, des) {
  v <- des$variables; a <- factor(v[[e$vars[1]]], levels = levels(v[[e$vars[1]]])); b <- v[[e$vars[2]]]
  des$variables$row__ <- a; des$variables$col__ <- b
  R <- levels(a); C <- levels(b); nil <- matrix(NA_real_, length(R), length(C))
  w <- ws <- p <- ps <- rp <- rps <- cp <- cps <- nil
  one <- function(f, m, sub) { s <- des; s$variables$x__ <- as.numeric(m); r <- f(~x__, subset(s, sub)); c(coef(r), SE(r)) }
  ok <- !is.na(a) & !is.na(b); live <- weights(des) != 0 & ok
  for (i in seq_along(R)) for (j in seq_along(C)) {
    m <- ok & a == R[i] & b == C[j]
    x <- one(svytotal, m, ok); w[i, j] <- x[1]; ws[i, j] <- x[2]
    x <- one(svymean, m, ok); p[i, j] <- x[1]; ps[i, j] <- x[2]
    if (any(live & a == R[i])) { x <- one(svymean, m, ok & a == R[i]); rp[i, j] <- x[1]; rps[i, j] <- x[2] }
    if (any(live & b == C[j])) { x <- one(svymean, m, ok & b == C[j]); cp[i, j] <- x[1]; cps[i, j] <- x[2] }
  }
  list(row_levels = as.list(R), col_levels = as.list(C), weighted = rows_of(w), weighted_se = rows_of(ws),
       svytable = rows_of(unname(unclass(svytable(~row__ + col__, des)))), total_pct = rows_of(p), total_pct_se = rows_of(ps),
       row_pct = rows_of(rp), row_pct_se = rows_of(rps), col_pct = rows_of(cp), col_pct_se = rows_of(cps))
}
answers <- list(mean = plain_expect, total = plain_expect, ratio = plain_expect, by = by_expect,
                contrast = contrast_expect, proportion_ci = proportion_expect, crosstab = crosstab_expect)

cases <- list()
case <- function(id, file, design, estimate, adjust = NULL, subset = NULL, tolerance = NULL) {
  d <- data[[file]]
  expect <- tryCatch(suppressWarnings({
    des <- adjusted(design_of(design, d), adjust)
    w <- weights(des)
    if (!is.null(subset)) des <- base::subset(des, mask_of(subset, d))
    x <- answers[[estimate$op]](estimate, des)
    if (!is.null(adjust)) x$weights <- list(sum = sum(w), sum_squares = sum(w^2), first10 = as.list(unname(w[1:10])))
    x
  }), error = function(e) { message(id, ": ", conditionMessage(e)); list(error = TRUE) })
  # unnamed lists stay arrays also with one entry
  one <- list(id = id, title = id, status = "strict", data = file,
              design = c(list(ids = as.list(design$ids), strata = as.list(design$strata), fpc = as.list(design$fpc)),
                         design[setdiff(names(design), c("ids", "strata", "fpc"))]),
              estimate = boxed(estimate), expect = expect)
  if (!is.null(adjust)) one$adjust <- lapply(adjust, boxed)
  if (!is.null(subset)) one$subset <- subset
  if (!is.null(tolerance)) one$tolerance <- tolerance
  cases[[length(cases) + 1]] <<- one
}
boxed <- function(x) {
  for (k in intersect(names(x), c("by", "numerator", "denominator"))) x[[k]] <- as.list(x[[k]])
  if (!is.null(x$vars) && x$op != "proportion_ci" ) x$vars <- as.list(x$vars)
  for (k in intersect(names(x), c("args", "inner"))) x[[k]] <- boxed(x[[k]])
  if (!is.null(x$margins)) x$margins <- lapply(x$margins, boxed)
  x
}
mean_ <- function(..., args = NULL) { e <- list(op = "mean", vars = c(...)); if (!is.null(args)) e$args <- args; e }
total_ <- function(..., args = NULL) { e <- list(op = "total", vars = c(...)); if (!is.null(args)) e$args <- args; e }
by_ <- function(by, inner, covmat = FALSE) { e <- list(op = "by", by = by, inner = inner); if (covmat) e$args <- list(covmat = TRUE); e }
na <- list(na_rm = TRUE)
totals_of <- function(d, by, w, scale) {  # of slightly moved weights, so that margins can be met together
  t <- aggregate(d[[w]] * scale * (1 + 0.2 * sin(seq_len(nrow(d)))), d[by], sum); names(t)[ncol(t)] <- "total"
  t[by] <- lapply(t[by], as.character)
  lapply(seq_len(nrow(t)), function(i) as.list(t[i, ]))
}

source("cases.R")
write(toJSON(list(topic = "own", generator = paste("R", getRversion(), "survey", packageVersion("survey")), cases = cases),
             auto_unbox = TRUE, digits = NA, na = "null", null = "null", pretty = 1), "cases/own.json")
