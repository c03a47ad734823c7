# Makes cases/tests.json: tests of tables, means and ranks, agreement and reliability, on the data of make.R (run that first).
# Run in this folder: Rscript tests.R      (needs the R packages survey and jsonlite)
suppressMessages({library(survey); library(jsonlite)})
described <- fromJSON("data/datasets.json", simplifyVector = FALSE)
data <- lapply(setNames(nm = names(described)), function(f) {
  d <- read.csv(file.path("data", f), na.strings = "", stringsAsFactors = FALSE, check.names = FALSE)
  for (n in names(described[[f]]$columns)) {
    levels <- described[[f]]$columns[[n]]$levels
    if (!is.null(levels)) d[[n]] <- factor(as.character(d[[n]]), levels = unlist(levels))
  }
  d
})
f_of <- function(v) if (length(v)) reformulate(sprintf("`%s`", v)) else NULL
design_of <- function(s, d) {
  options(survey.lonely.psu = if (is.null(s$lonely_psu)) "fail" else s$lonely_psu)
  des <- svydesign(ids = if (length(s$ids)) f_of(s$ids) else ~1, strata = f_of(s$strata), weights = f_of(s$weights),
                   fpc = f_of(s$fpc), nest = isTRUE(s$nest), data = d)
  if (is.null(s$replicates)) des else as.svrepdesign(des, type = s$replicates$type)
}
numbers <- function(...) lapply(list(...), function(x) unname(as.numeric(x)))
answers <- list(
  chisq = function(e, des) {
    des$variables[e$vars] <- lapply(des$variables[e$vars], factor)  # R has no answer with a level nobody has
    r <- svychisq(f_of(e$vars), des, statistic = e$args$statistic)
    p <- as.numeric(r$parameter)
    list(statistic = as.numeric(r$statistic), p_value = as.numeric(r$p.value),
         parameter = if (!length(p)) NULL else if (length(p) == 1) list(df = p) else list(ndf = p[1], ddf = p[2]))
  },
  gof = function(e, des) {
    r <- svygofchisq(f_of(e$vars), p = unlist(e$args$p), des)
    list(statistic = as.numeric(r$statistic), p_value = as.numeric(r$p.value),
         parameter = list(scale = unname(r$parameter[1]), df = unname(r$parameter[2])))
  },
  ttest = function(e, des) {
    g <- if (is.null(e$args$group)) "0" else sprintf("`%s`", e$args$group)
    formula <- as.formula(sprintf("`%s` ~ %s", e$vars, g))
    r <- eval(substitute(svyttest(F, D), list(F = formula, D = des)))
    list(estimate = as.numeric(r$estimate), statistic = as.numeric(r$statistic), df = as.numeric(r$parameter),
         p_value = as.numeric(r$p.value), ci = list(level = .95, lower = r$conf.int[1], upper = r$conf.int[2]))
  },
  ranktest = function(e, des) {
    r <- svyranktest(as.formula(sprintf("`%s` ~ `%s`", e$vars, e$args$group)), des, test = e$args$test)
    list(estimate = as.numeric(r$estimate), statistic = as.numeric(r$statistic), df = as.numeric(r$parameter),
         p_value = as.numeric(r$p.value))
  },
  kappa = function(e, des) {
    r <- svykappa(f_of(e$vars), des)
    list(estimate = unname(coef(r)), se = unname(c(SE(r))))
  },
  cronbach = function(e, des) list(alpha = as.numeric(svycralpha(f_of(e$vars), des)))
)

cases <- list()
case <- function(id, file, design, estimate, subset = NULL, adjust = NULL, tolerance = 1e-9) {
  des <- design_of(design, data[[file]])
  if (!is.null(adjust))
    des <- postStratify(des, f_of(adjust$by), setNames(as.data.frame(do.call(rbind, lapply(adjust$totals, unlist))), c(adjust$by, "Freq")) |>
      transform(Freq = as.numeric(Freq)))
  if (!is.null(subset)) des <- base::subset(des, do.call(subset$op, list(des$variables[[subset$var]], subset$value)))
  expect <- suppressWarnings(answers[[estimate$op]](estimate, des))
  estimate$vars <- as.list(estimate$vars)
  design[c("ids", "strata", "fpc")] <- lapply(c("ids", "strata", "fpc"), function(k) as.list(design[[k]]))
  one <- list(id = id, title = id, status = "strict", data = file, design = design, estimate = estimate, tolerance = tolerance,
              expect = expect)
  if (!is.null(subset)) one$subset <- subset
  if (!is.null(adjust)) one$adjust <- list(c(op = "poststratify", modifyList(adjust, list(by = as.list(adjust$by)))))
  cases[[length(cases) + 1]] <<- one
}
C <- "own_clus2.csv"; S <- "own_strat.csv"; N <- "own_nhanes.csv"
two <- list(ids = c("dnum", "snum"), strata = c("one", "s2"), fpc = c("f1", "f2"), lonely_psu = "remove")
zero <- list(ids = "dnum", fpc = "fpc1", weights = "w0")
cluster <- list(ids = "dnum", fpc = "fpc1", weights = "pw")
strat <- list(strata = "stype", fpc = "fpc", weights = "pw")
nhanes <- list(ids = "SDMVPSU", strata = "SDMVSTRA", weights = "WTMEC2YR", nest = TRUE)
jk <- c(cluster, list(replicates = list(type = "JK1", from_design = TRUE, mse = FALSE)))
half <- list(var = "r", op = "==", value = 1)
ps <- list(by = "s2", totals = list(list(s2 = "prim", total = 4000), list(s2 = "sec", total = 2000)))
test <- function(op, vars, ...) { e <- list(op = op, vars = vars); a <- list(...); if (length(a)) e$args <- a; e }
at <- list(two = list(C, two), zero = list(C, zero), strat = list(S, strat), jk = list(C, jk))
vars <- list(two = c("awards", "region"), zero = c("gap", "stype"), strat = c("gap", "awards"), jk = c("awards", "stype"))
for (n in names(at)) for (s in c("F", "Chisq", "Wald", "adjWald", "saddlepoint")) {
  e <- test("chisq", vars[[n]], statistic = s); d <- at[[n]]
  tolerance <- if (s == "saddlepoint") 1e-6 else 1e-9
  case(paste("chisq", n, s, sep = "-"), d[[1]], d[[2]], e, tolerance = tolerance)
  if (n != "jk") case(paste("chisq", n, s, "sub", sep = "-"), d[[1]], d[[2]], e, subset = half, tolerance = tolerance)
}
for (s in c("F", "Wald")) case(paste("chisq-ps", s, sep = "-"), C, cluster, test("chisq", c("region", "awards"), statistic = s), adjust = ps)
case("chisq-ps-F-sub", C, cluster, test("chisq", c("region", "awards"), statistic = "F"), adjust = ps, subset = half)
case("chisq-nhanes-4x4", N, nhanes, test("chisq", c("race", "agecat"), statistic = "F"))
case("gof-two", C, two, test("gof", "stype", p = c(.6, .2, .2)))
case("gof-strat-sub", S, strat, test("gof", "awards", p = c(.4, .6)), subset = half)
case("gof-jk", C, jk, test("gof", "stype", p = c(.6, .2, .2)))
for (n in names(at)) {
  d <- at[[n]]
  case(paste0("t-two-", n), d[[1]], d[[2]], test("ttest", "api00", group = "awards"))
  case(paste0("t-one-", n), d[[1]], d[[2]], test("ttest", "ell"))
  for (k in c("wilcoxon", "vanderWaerden", "median")) if (n != "zero" || k != "vanderWaerden") case(paste("rank", n, k, sep = "-"), d[[1]], d[[2]], test("ranktest", "meals", group = "awards", test = k))
  case(paste0("kappa-", n), d[[1]], d[[2]], test("kappa", c("sch.wide", "comp.imp")))
  case(paste0("alpha-", n), d[[1]], d[[2]], test("cronbach", c("ell", "meals", "api99")))
}
case("t-two-missing", N, nhanes, test("ttest", "HI_CHOL", group = "RIAGENDR"))
case("t-two-sub", S, strat, test("ttest", "enroll", group = "sch.wide"), subset = half)
case("rank-ps-sub", C, cluster, test("ranktest", "meals", group = "awards", test = "wilcoxon"), adjust = ps, subset = half)
case("kappa-ps", C, cluster, test("kappa", c("sch.wide", "comp.imp")), adjust = ps, subset = half)
for (l in c("adjust", "average", "remove", "certainty")) {
  toy <- list(ids = "psu", strata = "str", weights = "w", fpc = "N", nest = TRUE, lonely_psu = l)
  for (s in c("F", "Wald")) case(paste("chisq-lonely", l, s, sep = "-"), "own_toy.csv", toy, test("chisq", c("g", "z"), statistic = s))
  case(paste0("t-lonely-", l), "own_toy.csv", toy, test("ttest", "y", group = "z"))
  case(paste0("t-lonely-sub-", l), "own_toy.csv", toy, test("ttest", "y", group = "z"), subset = list(var = "str", op = "!=", value = "D"))
  case(paste0("rank-lonely-", l), "own_toy.csv", toy, test("ranktest", "y", group = "z", test = "wilcoxon"))
}
write(toJSON(list(topic = "tests", generator = paste("R", getRversion(), "survey", packageVersion("survey")), cases = cases),
             auto_unbox = TRUE, digits = NA, na = "null", null = "null", pretty = 1), "cases/tests.json")
