# Makes kaplan_meier.json: survival curves under designs.  Run in this folder: Rscript kaplan_meier.R
# Nelson-Aalen curves and their variances are svykm's; Kaplan-Meier ones survfit's, with the design's variance of the
# influence values, formed here row by row from the formula.     (needs the R packages survey, survival and jsonlite)
suppressMessages({library(survey); library(survival); library(jsonlite)})
d <- read.csv("../data/nwtco.csv")
d$w <- ifelse(d$in_sub == 1, 1.5, 4); d$enter <- pmin(d$age * 3, d$edrel - 1); d$clinic <- d$seqno %% 60
strata <- svydesign(id = ~1, strata = ~stage, weights = ~w, data = d)
clinics <- svydesign(id = ~clinic, weights = ~w, data = d)
at <- c(100, 400, 900, 2000)
influence <- function(rows, t) {      # of log S at t, 0 outside `rows`
  r <- d[rows, ]; tt <- sort(unique(r$edrel[r$rel == 1 & r$edrel <= t]))
  Y <- sapply(tt, function(u) sum(r$w[r$edrel >= u & r$start < u])); D <- sapply(tt, function(u) sum(r$w[r$edrel == u & r$rel == 1]))
  z <- numeric(nrow(d)); zr <- numeric(nrow(r))
  for (j in seq_along(tt)) zr <- zr - ((r$edrel == tt[j] & r$rel == 1) - (r$edrel >= tt[j] & r$start < tt[j]) * D[j] / Y[j]) / (Y[j] - D[j])
  z[rows] <- zr; z
}
curve <- function(des, group, entry = FALSE) {
  d$start <<- if (entry) d$enter else -Inf
  g <- if (is.null(group)) rep(1, nrow(d)) else d[[group]]
  S <- NULL; Z <- NULL
  for (k in sort(unique(g))) {
    f <- if (entry) survfit(Surv(enter, edrel, rel) ~ 1, d[g == k, ], weights = w) else survfit(Surv(edrel, rel) ~ 1, d[g == k, ], weights = w)
    S <- c(S, summary(f, times = at, extend = TRUE)$surv)
    for (t in at) Z <- cbind(Z, influence(which(g == k), t))
  }
  V <- vcov(svytotal(Z, des)) * outer(S, S)
  list(survival = S, se = unname(sqrt(diag(V))), vcov = lapply(seq_len(nrow(V)), function(i) unname(V[i, ])))
}
nelson <- function(des) {
  k <- svykm(Surv(edrel, rel) ~ 1, des, se = TRUE)
  i <- sapply(at, function(t) max(which(k$time <= t)))
  list(survival = unname(k$surv[i]), se = unname(k$surv[i] * sqrt(k$varlog[i])))
}
ci <- function(des) { k <- svykm(Surv(edrel, rel) ~ 1, des, se = TRUE); unname(confint(k, parm = at, level = 0.9)) }
out <- list(times = at, strata = curve(strata, NULL), groups = curve(strata, "histol"), entry = curve(clinics, NULL, TRUE),
            nelson_strata = nelson(strata), nelson_clinics = nelson(clinics), interval = lapply(1:4, function(i) ci(strata)[i, ]))
write(toJSON(out, digits = 16, auto_unbox = TRUE), "kaplan_meier.json")
