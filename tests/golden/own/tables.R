# Makes cases/tables.json: tests of tables after a weight adjustment, in a domain, on the data of make.R (run that first).
# Run in this folder: Rscript tables.R      (needs the R packages survey and jsonlite)
suppressMessages({library(survey); library(jsonlite)})
described <- fromJSON("data/datasets.json", simplifyVector = FALSE)
file <- "own_clus2.csv"
d <- read.csv(file.path("data", file), na.strings = "", stringsAsFactors = FALSE, check.names = FALSE)
for (n in names(described[[file]]$columns)) {
  levels <- described[[file]]$columns[[n]]$levels
  if (!is.null(levels)) d[[n]] <- factor(as.character(d[[n]]), levels = unlist(levels))
}
des <- svydesign(ids = ~dnum + snum, fpc = ~fpc1 + fpc2, data = d)
design <- list(ids = c("dnum", "snum"), strata = list(), fpc = c("fpc1", "fpc2"))
totals <- list(list(awards = "No", total = 2200), list(awards = "Yes", total = 4100))
trim <- list(op = "trim", upper = 60, lower = 15)
post <- list(op = "poststratify", by = list("awards"), totals = totals)
apply_step <- function(x, a) if (a$op == "trim") trimWeights(x, upper = a$upper, lower = a$lower) else
  postStratify(x, ~awards, data.frame(awards = c("No", "Yes"), Freq = c(2200, 4100)))
cases <- list()
case <- function(id, steps, statistic, vars = c("sch.wide", "stype")) {
  x <- subset(Reduce(apply_step, steps, des), api00 > 640)
  r <- suppressWarnings(svychisq(reformulate(sprintf("`%s`", vars)), x, statistic = statistic))
  p <- as.numeric(r$parameter)
  cases[[length(cases) + 1]] <<- list(id = id, title = id, status = "strict", data = file, design = design, adjust = steps,
    subset = list(var = "api00", op = ">", value = 640), tolerance = 1e-9,
    estimate = list(op = "chisq", vars = as.list(vars), args = list(statistic = statistic)),
    expect = list(statistic = as.numeric(r$statistic), p_value = as.numeric(r$p.value), parameter = list(ndf = p[1], ddf = p[2])))
}
for (s in c("F", "Wald", "adjWald")) {
  case(paste0("chisq-trim-sub-", s), list(trim), s)
  case(paste0("chisq-ps-trim-sub-", s), list(post, trim), s)
}
write(toJSON(list(topic = "own tables", generator = paste("tables.R,", R.version.string, "survey", packageVersion("survey")),
                  cases = cases), auto_unbox = TRUE, digits = NA, null = "null", pretty = 1), "cases/tables.json")
