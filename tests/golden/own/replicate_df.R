# Makes cases/replicate_df.json: degrees of freedom of replicate weights after an adjustment, in the whole and in domains.
# Run in this folder after make.R: Rscript replicate_df.R      (needs the R packages survey and jsonlite)
suppressMessages({library(survey); library(jsonlite)})
file <- "own_strat.csv"
d <- read.csv(file.path("data", file), na.strings = "", stringsAsFactors = FALSE, check.names = FALSE)
described <- fromJSON("data/datasets.json", simplifyVector = FALSE)[[file]]$columns
for (n in names(described)) if (!is.null(described[[n]]$levels)) d[[n]] <- factor(as.character(d[[n]]), levels = unlist(described[[n]]$levels))
rep <- as.svrepdesign(svydesign(ids = ~1, strata = ~stype, weights = ~pw, data = d), type = "JKn", mse = FALSE)
design <- list(ids = list(), strata = list("stype"), fpc = list(), weights = "pw",
               replicates = list(from_design = TRUE, type = "JKn", mse = FALSE))
w <- d$pw * 1.1 * (1 + 0.25 * sin(seq_len(nrow(d))))
columns <- list(list(name = "(Intercept)", constant = 1, total = sum(w)),
                list(name = "awardsYes", var = "awards", level = "Yes", total = sum(w[d$awards == "Yes"])),
                list(name = "api99", var = "api99", total = sum(w * d$api99)))
totals <- setNames(sapply(columns, function(x) x$total), sapply(columns, function(x) x$name))
post <- list(op = "poststratify", by = list("awards"), totals = lapply(c("No", "Yes"), function(v) list(awards = v, total = sum(w[d$awards == v]))))
calibration <- function(calfun, ...) list(op = "calibrate", columns = columns, calfun = calfun, ...)
step <- function(x, a) if (a$op == "poststratify")
  postStratify(x, ~awards, data.frame(awards = c("No", "Yes"), Freq = sapply(a$totals, function(r) r$total))) else
  calibrate(x, ~awards + api99, totals, calfun = a$calfun, epsilon = 1e-13, maxit = 500,
            bounds = if (is.null(a$bounds)) c(-Inf, Inf) else unlist(a$bounds))
cases <- list()
case <- function(id, adjust, domain = FALSE) {
  x <- Reduce(step, adjust, rep)
  if (domain) x <- subset(x, api00 > 640)
  m <- svymean(~api00, x)
  one <- list(id = id, title = id, status = "strict", data = file, design = design, adjust = adjust, tolerance = 1e-7,
              estimate = list(op = "mean", vars = list("api00")),
              expect = list(names = list("api00"), estimate = list(coef(m)[[1]]), se = list(SE(m)[[1]]), design_df = degf(x)))
  if (domain) one$subset <- list(var = "api00", op = ">", value = 640)
  cases[[length(cases) + 1]] <<- one
}
steps <- list(none = list(), post = list(post), linear = list(calibration("linear")), raking = list(calibration("raking")),
              logit = list(calibration("logit", bounds = list(0.3, 3))), `post-raking` = list(post, calibration("raking")))
for (s in names(steps)) {
  case(paste0("rep-df-", s), steps[[s]])
  case(paste0("rep-df-", s, "-sub"), steps[[s]], domain = TRUE)
}
write(toJSON(list(topic = "own replicate degrees of freedom", generator = paste("replicate_df.R,", R.version.string, "survey", packageVersion("survey")),
                  cases = cases), auto_unbox = TRUE, digits = NA, null = "null", pretty = 1), "cases/replicate_df.json")
