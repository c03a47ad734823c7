# Makes cases/weighting.json: calibration and trimming on the data that make.R made.
# Run in this folder: Rscript weighting.R      (needs the R packages survey and jsonlite)
suppressMessages({library(survey); library(jsonlite)})
types <- fromJSON("data/datasets.json", simplifyVector = FALSE)
read_data <- function(f) {
  d <- read.csv(file.path("data", f), na.strings = "", stringsAsFactors = FALSE, check.names = FALSE)
  cols <- types[[f]]$columns
  for (n in names(cols)) if (cols[[n]]$type == "categorical") d[[n]] <- factor(d[[n]], levels = unlist(cols[[n]]$levels))
  d
}
data <- lapply(c(C = "own_clus2.csv", S = "own_strat.csv"), read_data)
files <- c(C = "own_clus2.csv", S = "own_strat.csv")
designs <- list(
  C1 = list(data = "C", ids = "dnum", strata = c(), fpc = "fpc1", weights = "pw"),
  C2 = list(data = "C", ids = c("dnum", "snum"), strata = c(), fpc = c("fpc1", "fpc2"), weights = "pw"),
  S1 = list(data = "S", ids = c(), strata = "stype", fpc = "fpc", weights = "pw"),
  S0 = list(data = "S", ids = c(), strata = c(), fpc = c(), weights = "pw"))
f_of <- function(v, none = NULL) if (length(v)) reformulate(sprintf("`%s`", v)) else none
svy <- function(s) svydesign(ids = f_of(s$ids, ~1), strata = f_of(s$strata), weights = f_of(s$weights), fpc = f_of(s$fpc),
                             data = data[[s$data]])
# totals of slightly moved weights, so that they can be met
columns <- function(key, vars, levels = list(), scale = 1.1, constant = TRUE) {
  d <- data[[key]]; w <- d$pw * scale * (1 + 0.25 * sin(seq_len(nrow(d))))
  out <- if (constant) list(list(name = "(Intercept)", constant = 1, total = sum(w))) else list()
  for (v in names(levels)) for (l in levels[[v]])
    out[[length(out) + 1]] <- list(name = paste0(v, l), var = v, level = l, total = sum(w[d[[v]] == l]))
  for (v in vars) out[[length(out) + 1]] <- list(name = v, var = v, total = sum(w * d[[v]]))
  out
}
calibrated <- function(des, a) {
  rhs <- c(unique(vapply(Filter(function(x) !is.null(x$level), a$columns), function(x) x$var, "")),
           vapply(Filter(function(x) is.null(x$level) && is.null(x$constant), a$columns), function(x) x$var, ""))
  f <- reformulate(rhs, intercept = any(vapply(a$columns, function(x) !is.null(x$constant), TRUE)))
  totals <- setNames(vapply(a$columns, function(x) x$total, 0), vapply(a$columns, function(x) x$name, ""))
  more <- list(calfun = if (a$calfun == "sinh") cal.sinh else a$calfun, epsilon = 1e-12, maxit = 1000)
  if (!is.null(a$bounds)) more$bounds <- unlist(a$bounds)
  if (!is.null(a$aggregate_stage)) more$aggregate.stage <- a$aggregate_stage
  if (!is.null(a$variance_var)) { more$variance <- des$variables[[a$variance_var]]; more$lambda <- NULL }
  do.call(calibrate, c(list(des, f, totals), more))
}
adjusted <- function(des, steps) {
  for (a in steps) des <- switch(a$op, calibrate = calibrated(des, a),
    trim = trimWeights(des, upper = a$upper, lower = a$lower, strict = isTRUE(a$strict)),
    poststratify = postStratify(des, f_of(unlist(a$by)), setNames(data.frame(vapply(a$totals, function(r) r[[unlist(a$by)]], ""),
                                                                     vapply(a$totals, function(r) r$total, 0)), c(unlist(a$by), "Freq"))))
  des
}
cases <- list()
case <- function(id, ...) tryCatch(one_case(id, ...), error = function(e) message(id, ": ", conditionMessage(e)))
one_case <- function(id, design, op, vars, adjust, subset = NULL) {
  s <- designs[[design]]; des <- adjusted(svy(s), adjust); w <- weights(des)
  if (!is.null(subset)) des <- des[des$variables[[subset$var]] %in% unlist(subset$`in`), ]
  r <- (if (op == "mean") svymean else svytotal)(f_of(vars), des)
  cases[[length(cases) + 1]] <<- c(list(id = id, title = id, status = "strict", data = files[[s$data]],
    design = list(ids = as.list(s$ids), strata = as.list(s$strata), fpc = as.list(s$fpc), weights = s$weights),
    adjust = adjust, estimate = list(op = op, vars = as.list(vars)), tolerance = 1e-7,
    expect = list(names = as.list(names(coef(r))), estimate = as.list(unname(coef(r))), se = as.list(unname(c(SE(r)))),
                  variance = lapply(seq_along(coef(r)), function(i) as.list(unname(vcov(r)[i, ]))), design_df = degf(des),
                  weights = list(sum = sum(w), min = min(w), max = max(w), sum_squares = sum(w^2),
                                 first10 = as.list(unname(w[1:10]))))), if (!is.null(subset)) list(subset = subset))
}
cal <- function(columns, calfun = "linear", ...) list(op = "calibrate", columns = columns, calfun = calfun, ...)
yes <- list(stype = c("H", "M"), awards = "Yes")
for (k in c("C1", "C2", "S1", "S0")) {
  key <- designs[[k]]$data
  co <- columns(key, c("api99", "meals"), yes)
  case(paste0("w-linear-", k), k, "mean", c("api00", "api.stu"), list(cal(co)))
  case(paste0("w-raking-", k), k, "total", c("api00", "ell"), list(cal(co, "raking")))
  case(paste0("w-logit-", k), k, "mean", c("api00", "ell"), list(cal(co, "logit", bounds = list(0.4, 3))))
  case(paste0("w-sinh-", k), k, "mean", c("api00", "ell"), list(cal(co, "sinh", bounds = list(0.1, 8))))
  case(paste0("w-bounds-", k), k, "total", "api00", list(cal(co, "linear", bounds = list(0.85, 1.8))))
  case(paste0("w-subset-", k), k, "mean", c("api00", "api.stu"), list(cal(co, "raking")), list(var = "awards", `in` = list("Yes")))
  ratio <- columns(key, "api.stu", constant = FALSE)
  case(paste0("w-ratio-", k), k, "total", c("api00", "ell"), list(cal(ratio, variance_var = "api.stu")))
  two <- columns(key, c("api.stu", "api99"), constant = FALSE)
  case(paste0("w-q-", k), k, "total", c("api00", "ell"), list(cal(two, variance_var = "api.stu")))
  case(paste0("w-trim-", k), k, "mean", c("api00", "api.stu"), list(cal(co), list(op = "trim", lower = 16, upper = 50)))
  case(paste0("w-trim-strict-", k), k, "total", "api.stu", list(cal(co, "raking"), list(op = "trim", lower = 16, upper = 50, strict = TRUE)))
  case(paste0("w-trim-cal-", k), k, "mean", c("api00", "api.stu"), list(list(op = "trim", lower = 16, upper = 43), cal(co, "raking")))
  post <- list(op = "poststratify", by = list("stype"), totals = lapply(c("E", "H", "M"), function(l) list(stype = l, total = c(E = 4421, H = 755, M = 1018)[[l]])))
  case(paste0("w-post-cal-", k), k, "mean", c("api00", "api.stu"), list(post, cal(columns(key, "api99"), "raking")))
  case(paste0("w-cal-post-", k), k, "mean", c("api00", "api.stu"), list(cal(columns(key, "api99"), "raking"), post))
}
for (k in c("C1", "C2")) {
  co <- columns("C", "api99", list(stype = c("H", "M")))
  case(paste0("w-aggregate-", k), k, "mean", c("api00", "api.stu"), list(cal(co, aggregate_stage = 1)))
  case(paste0("w-aggregate-raking-", k), k, "total", c("api00", "ell"), list(cal(co, "raking", aggregate_stage = 1)))
}
write(toJSON(list(topic = "own weighting", generator = paste("weighting.R,", R.version.string, "survey", packageVersion("survey")),
                  cases = cases), auto_unbox = TRUE, digits = 17, null = "null", pretty = 1), "cases/weighting.json")
