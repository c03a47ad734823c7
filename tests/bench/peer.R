# R survey on the workload: Rscript peer.R data.csv; prints a line "name seconds" for each work, the median of three.
suppressMessages(library(survey))
data <- read.csv(commandArgs(TRUE)[1])
data$age <- factor(data$age)
data$edu <- factor(data$edu)
data$sex <- factor(data$sex)
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = data)
timed <- function(name, work) {
  seconds <- sapply(1:3, function(k) system.time(work())[["elapsed"]])
  cat(name, median(seconds), "\n")
}
timed("crosstab", function() {
  svymean(~ interaction(age, edu), design)
  svychisq(~ age + edu, design)
})
timed("mean", function() svymean(~hours, design))
timed("domains", function() svyby(~hours, ~age, design, svymean, covmat = TRUE))
timed("quantiles", function() svyquantile(~hours, design, c(0.25, 0.5, 0.75)))
timed("logistic", function() svyglm(yes ~ x1 + age + sex, design, family = quasibinomial()))
