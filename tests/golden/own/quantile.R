# Makes cases/quantile.json: quantiles and second moments under designs that the reference set has none of.
# Run in this folder after make.R, whose data it reads: Rscript quantile.R      (needs survey and jsonlite)
suppressMessages({library(survey); library(jsonlite)})
read_data <- function(f) {
  d <- read.csv(file.path("data", f), na.strings = "", stringsAsFactors = FALSE, check.names = FALSE)
  cols <- fromJSON("data/datasets.json", simplifyVector = FALSE)[[f]]$columns
  for (n in names(cols)) if (cols[[n]]$type == "categorical") d[[n]] <- factor(d[[n]], levels = unlist(cols[[n]]$levels))
  d
}
C <- "own_clus2.csv"; S <- "own_strat.csv"; N <- "own_nhanes.csv"; T <- "own_toy.csv"
data <- sapply(c(C, S, N, T), read_data, simplify = FALSE)
f_of <- function(v) if (length(v)) reformulate(sprintf("`%s`", v)) else NULL
rows_of <- function(m) lapply(seq_len(nrow(m)), function(i) as.list(unname(m[i, ])))
design_of <- function(s, d) {
  des <- svydesign(ids = if (length(s$ids)) f_of(s$ids) else ~1, strata = f_of(s$strata), weights = f_of(s$weights),
                   fpc = f_of(s$fpc), nest = isTRUE(s$nest), data = d)
  if (is.null(s$replicates)) des else as.svrepdesign(des, type = s$replicates$type, mse = s$replicates$mse)
}
mask_of <- function(s, d) if (!is.null(s$`in`)) d[[s$var]] %in% unlist(s$`in`) else do.call(s$op, list(d[[s$var]], s$value))
margin_of <- function(d, by, w) {
  t <- aggregate(d[[w]] * (1 + 0.2 * sin(seq_len(nrow(d)))), d[by], sum); names(t)[ncol(t)] <- "Freq"; t
}
quantile_expect <- function(e, des) {
  a <- e$args
  f <- function(...) svyquantile(f_of(e$vars), des, a$probs, na.rm = isTRUE(a$na_rm), alpha = 1 - (if (is.null(a$level)) .95 else a$level), ...)
  r <- if (is.null(a$interval)) f(qrule = a$qrule) else f(qrule = a$qrule, interval.type = a$interval)
  n <- lapply(seq_along(e$vars), function(k) unname(unclass(r[[k]])))
  pick <- function(j) if (length(n) == 1) as.list(n[[1]][, j]) else lapply(n, function(m) as.list(m[, j]))
  list(probs = as.list(a$probs), quantile = pick(1), lower = pick(2), upper = pick(3), se = pick(4))
}
var_expect <- function(e, des) {
  v <- as.matrix(svyvar(f_of(e$vars), des, na.rm = isTRUE(e$args$na_rm)))
  k <- length(e$vars)
  se <- matrix(SE(svyvar(f_of(e$vars), des, na.rm = isTRUE(e$args$na_rm))), k)
  list(vars = as.list(e$vars), estimate = rows_of(unname(v[1:k, 1:k, drop = FALSE])), se = rows_of(se))
}
by_expect <- function(e, des) {
  i <- e$inner
  b <- if (i$op == "var") svyby(f_of(i$vars), f_of(e$by), des, svyvar, na.rm = isTRUE(i$args$na_rm)) else
    svyby(f_of(i$vars), f_of(e$by), des, svyquantile, quantiles = i$args$probs, qrule = i$args$qrule, ci = TRUE,
          vartype = "se", na.rm = isTRUE(i$args$na_rm))
  groups <- as.data.frame(b)[, e$by, drop = FALSE]; g <- nrow(b)
  names <- if (length(i$args$probs) > 1) as.list(c(outer(i$vars, i$args$probs, paste, sep = "."))) else as.list(i$vars)
  list(names = names, groups = lapply(seq_len(g), function(k) lapply(groups[k, , drop = FALSE], as.character)),
       estimate = rows_of(matrix(coef(b), nrow = g)), se = rows_of(matrix(unlist(SE(b)), nrow = g)))
}
standardize_expect <- function(e, des) {
  a <- e$args; levels <- names(a$standard); k <- des$variables[[e$by[1]]]
  d <- subset(des, des$variables[[a$classes]] %in% levels)
  d$variables[[a$classes]] <- factor(d$variables[[a$classes]], levels = levels)
  s <- svystandardize(d, by = f_of(a$classes), over = f_of(e$by), population = unlist(a$standard), excluding.missing = f_of(e$vars))
  b <- svyby(f_of(e$vars), f_of(e$by), s, svymean, na.rm = TRUE)
  list(groups = lapply(seq_len(nrow(b)), function(i) lapply(as.data.frame(b)[i, e$by, drop = FALSE], as.character)),
       estimate = as.list(unname(coef(b))), se = as.list(unname(unlist(SE(b)))))
}
answers <- list(quantile = quantile_expect, var = var_expect, by = by_expect, standardize = standardize_expect)
cases <- list()
case <- function(id, file, design, estimate, subset = NULL, adjust = NULL) {
  d <- data[[file]]
  expect <- suppressWarnings({
    des <- design_of(design, d)
    if (!is.null(adjust)) {
      m <- margin_of(d, adjust, design$weights)
      des <- postStratify(des, f_of(adjust), m)
      names(m)[ncol(m)] <- "total"; m[adjust] <- lapply(m[adjust], as.character)
      adjust <- list(list(op = "poststratify", by = as.list(adjust), totals = lapply(seq_len(nrow(m)), function(i) as.list(m[i, ]))))
    }
    if (!is.null(subset)) des <- base::subset(des, mask_of(subset, d))
    answers[[estimate$op]](estimate, des)
  })
  boxed <- function(x) { for (k in intersect(names(x), c("vars", "probs", "by"))) x[[k]] <- as.list(x[[k]])
    for (k in intersect(names(x), c("args", "inner"))) x[[k]] <- boxed(x[[k]]); x }
  design$replicates <- if (!is.null(design$replicates)) c(design$replicates, from_design = TRUE)
  one <- list(id = paste0("own-", id), title = id, status = "strict", data = file,
              design = c(list(ids = as.list(design$ids), strata = as.list(design$strata), fpc = as.list(design$fpc)),
                         design[setdiff(names(design), c("ids", "strata", "fpc"))]),
              estimate = boxed(estimate), expect = expect)
  if (!is.null(adjust)) one$adjust <- adjust
  if (!is.null(subset)) one$subset <- subset
  cases[[length(cases) + 1]] <<- one
}
q_ <- function(vars, probs = c(.2, .5, .8), qrule = "math", ...) list(op = "quantile", vars = vars, args = list(probs = probs, qrule = qrule, ...))

two <- list(ids = c("dnum", "snum"), strata = c(), fpc = c("fpc1", "fpc2"), weights = "pw")
strat <- list(ids = c("dnum"), strata = "half", fpc = c("f1h"), weights = "w0")
st0 <- list(ids = c(), strata = "stype", fpc = c("fpc"), weights = "w0")
nh <- list(ids = "SDMVPSU", strata = "SDMVSTRA", fpc = c(), weights = "w0", nest = TRUE)
for (rule in c("math", "school", paste0("hf", 4:9))) {
  case(paste0("quantile-two-stage-", rule), C, two, q_("api00", qrule = rule))
  case(paste0("quantile-strat-zero-", rule), S, st0, q_("growth", c(.15, .5, .85), rule))
  case(paste0("quantile-race-sub-", rule), C, strat, q_("enroll", c(.3, .6), rule, na_rm = TRUE), subset = list(var = "r", op = "==", value = 1))
}
for (type in c("mean", "beta", "xlogit", "asin")) for (rule in c("math", "hf7")) {
  case(paste("quantile-two-stage", type, rule, sep = "-"), C, two, q_("api99", c(.3, .5, .7), rule, interval = type))
  case(paste("quantile-narm", type, rule, sep = "-"), S, st0, q_("acs.k3", c(.4, .6), rule, interval = type, na_rm = TRUE, level = .9))
}
case("quantile-two-vars", S, st0, q_(c("api00", "meals"), c(.25, .75), na_rm = TRUE))
case("quantile-poststratified", C, two, q_("api00", c(.25, .5, .75), "hf8"), adjust = c("s2", "awards"))
case("quantile-poststratified-sub", S, list(ids = c(), strata = "stype", fpc = "fpc", weights = "pw"), q_("enroll", c(.25, .5, .75), "school"),
     adjust = c("awards"), subset = list(var = "stype", `in` = list("E", "M")))
case("quantile-by", C, two, list(op = "by", by = "awards", inner = q_("api00", .5, "math")))
case("quantile-by-probs", C, two, list(op = "by", by = "s2", inner = q_("api00", c(.3, .6), "hf7")))
case("var-by", C, two, list(op = "by", by = "stype", inner = list(op = "var", vars = "api00")))
case("var-by-zero", S, st0, list(op = "by", by = "awards", inner = list(op = "var", vars = "enroll")))
case("quantile-by-hf6", S, st0, list(op = "by", by = "yr.rnd", inner = q_("meals", .6, "hf6")))
for (k in list(list("JKn", S, list(ids = c(), strata = "stype", fpc = c(), weights = "pw")), list("JK1", C, list(ids = "dnum", strata = c(), fpc = c(), weights = "pw")))) {
  d <- c(k[[3]], list(replicates = list(type = k[[1]], mse = FALSE)))
  case(paste0("quantile-", k[[1]]), k[[2]], d, q_("api00", c(.2, .5), "hf5"))
  case(paste0("quantile-sub-", k[[1]]), k[[2]], d, q_("api99", c(.5, .8), "math"), subset = list(var = "r", op = "==", value = 1))
  case(paste0("quantile-narm-", k[[1]]), k[[2]], d, q_(if (k[[1]] == "JKn") "acs.k3" else "enroll", c(.3, .6), "hf9", na_rm = TRUE))
  case(paste0("var-narm-sub-", k[[1]]), k[[2]], d, list(op = "var", vars = c(if (k[[1]] == "JKn") "acs.k3" else "enroll", "api00"), args = list(na_rm = TRUE)), subset = list(var = "r", op = "==", value = 1))
  case(paste0("quantile-ps-", k[[1]]), k[[2]], d, q_("api00", c(.3, .6), "school"), adjust = "awards")
  case(paste0("var-by-", k[[1]]), k[[2]], d, list(op = "by", by = "awards", inner = list(op = "var", vars = "api00")))
  case(paste0("quantile-by-", k[[1]]), k[[2]], d, list(op = "by", by = "sch.wide", inner = q_("api00", .5, "math")))
  case(paste0("var-", k[[1]]), k[[2]], d, list(op = "var", vars = c("api00", "ell")))
}
case("var-two-stage", C, two, list(op = "var", vars = c("api00", "meals", "enroll"), args = list(na_rm = TRUE)))
case("var-strat-zero-sub", S, st0, list(op = "var", vars = c("api00", "api99")), subset = list(var = "r", op = "==", value = 1))
case("var-narm", S, st0, list(op = "var", vars = c("acs.k3", "growth"), args = list(na_rm = TRUE)))
case("var-poststratified", C, two, list(op = "var", vars = c("api00", "ell")), adjust = c("s2"))
case("var-nhanes", N, nh, list(op = "var", vars = c("HI_CHOL"), args = list(na_rm = TRUE)))
std_ <- function(vars, by, classes, ...) list(op = "standardize", vars = vars, by = by, args = list(classes = classes, standard = list(...)))
case("standardize-nhanes", N, modifyList(nh, list(weights = "WTMEC2YR")), std_("HI_CHOL", "race", "agecat", "(19,39]" = 77670, "(39,59]" = 72816, "(59,Inf]" = 45364))
case("standardize-two-stage", C, two, std_("api00", "awards", "s2", prim = 2, sec = 1))
case("standardize-strat", S, modifyList(st0, list(weights = "pw")), std_("enroll", "awards", "stype", E = 5, H = 1, M = 2), subset = list(var = "r", op = "==", value = 1))
write(toJSON(list(topic = "quantile", generator = paste("R", getRversion(), "survey", packageVersion("survey")), cases = cases),
             auto_unbox = TRUE, digits = NA, na = "null", null = "null", pretty = 1), "cases/quantile.json")
