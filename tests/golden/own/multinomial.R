# Makes multinomial.json: multinomial logit models under designs of the survey package's data.
# Run in this folder: Rscript multinomial.R      (needs the R packages survey, nnet and jsonlite)
# The point estimate is nnet's, polished by Newton's method; its variance the design's of the influence values, formed
# here from the formula, and for replicate weights that of the model fitted again in each.
suppressMessages({library(survey); library(nnet); library(jsonlite)})
data(api); data(nhanes)

shares <- function(X, B) { e <- cbind(1, exp(X %*% B)); e / rowSums(e) }
newton <- function(X, Y, w, B) {            # Y: indicators of all levels, the reference first
  p <- ncol(X); E <- ncol(Y) - 1
  for (i in 1:30) {
    P <- shares(X, B)
    g <- as.vector(t(X) %*% (w * (Y - P)[, -1]))
    H <- matrix(0, p * E, p * E)
    for (k in 1:E) for (l in 1:E)
      H[(k - 1) * p + 1:p, (l - 1) * p + 1:p] <- t(X) %*% (w * P[, k + 1] * ((k == l) - P[, l + 1]) * X)
    step <- solve(H, g); B <- B + matrix(step, p, E)
    if (max(abs(step)) < 1e-13) break
  }
  list(B = B, H = H)
}
fit <- function(formula, des, rep = NULL) {
  d <- des$variables
  mf <- model.frame(formula, d, na.action = na.pass); ok <- complete.cases(mf)
  y <- factor(model.response(mf)[ok]); X <- model.matrix(formula, mf[ok, ])
  Y <- outer(as.integer(y), seq_along(levels(y)), "==") * 1
  at <- function(w) newton(X, Y, w[ok], matrix(0, ncol(X), ncol(Y) - 1))
  w <- weights(des, "sampling"); f <- at(w)
  d$W_ <- w / mean(w[ok])
  other <- multinom(formula, d[ok, ], weights = W_, trace = FALSE, reltol = 1e-12, maxit = 2000)
  stopifnot(max(abs(matrix(t(coef(other)), ncol(X)) - f$B)) < 1e-3)
  S <- (Y - shares(X, f$B))[, -1, drop = FALSE]
  U <- do.call(cbind, lapply(seq_len(ncol(S)), function(k) S[, k] * X))
  Z <- matrix(0, nrow(d), ncol(U)); Z[ok, ] <- U %*% solve(f$H)
  V <- if (is.null(rep)) vcov(svytotal(Z, des)) else
    svrVar(t(apply(weights(rep, "analysis"), 2, function(r) as.vector(at(r)$B))), rep$scale, rep$rscales,
           mse = rep$mse, coef = as.vector(f$B))
  P <- shares(X, f$B)
  list(levels = levels(y), columns = colnames(X), estimate = as.vector(f$B), se = sqrt(diag(V)),
       vcov = lapply(seq_len(nrow(V)), function(i) unname(V[i, ])), n = sum(ok),
       log_likelihood = sum(w[ok] / mean(w[ok]) * log(P[cbind(seq_along(y), as.integer(y))])),
       average = unname(colSums(w[ok] * P) / sum(w[ok])))
}
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
clus2 <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
clus1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1)
nh <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)
jk <- as.svrepdesign(clus1, type = "JK1")
out <- list(
  strat = fit(stype ~ ell + meals, strat),
  clus2 = fit(stype ~ api99 + sch.wide, clus2),
  nhanes = fit(factor(race) ~ agecat + HI_CHOL, nh),
  jackknife = fit(stype ~ meals, clus1, jk))
write(toJSON(out, digits = 16, auto_unbox = TRUE), "multinomial.json")
