# Makes banner.json: differences between the columns of a banner, by R's survey. Run here: Rscript banner.R
# Columns that are disjoint: svyby and svycontrast. Columns that overlap: svyratio over indicators and svycontrast.
suppressMessages({library(survey); library(jsonlite)})
read_data <- function(f) read.csv(file.path("../data", f), na.strings = "", check.names = FALSE)
out <- list()
add <- function(name, c, d) {
  out[[length(out) + 1]] <<- list(name = name, difference = unname(coef(c)), se = unname(c(SE(c))), df = degf(d))
}
disjoint <- function(name, d, y, by, one, two) {
  b <- svyby(y, by, d, svymean, covmat = TRUE)
  add(name, svycontrast(b, setNames(c(1, -1), c(one, two))), d)
}
# the ratio of y in column c is the total of y c over that of c; four ratios, of which the first and the last matter
overlap <- function(name, d, y, one, two) {
  d <- update(d, n1 = y * one, n2 = y * two, d1 = 1 * one, d2 = 1 * two)
  r <- svyratio(~n1 + n2, ~d1 + d2, d, covmat = TRUE)
  v <- vcov(r); e <- coef(r); i <- grep("n1/d1", names(e)); j <- grep("n2/d2", names(e))
  out[[length(out) + 1]] <<- list(name = name, difference = unname(e[i] - e[j]),
                                  se = sqrt(v[i, i] + v[j, j] - 2 * v[i, j]), df = degf(d))
}
s <- read_data("apistrat.csv"); s$yes <- as.integer(s$awards == "Yes")
c2 <- read_data("apiclus2.csv"); c2$yes <- as.integer(c2$awards == "Yes")
n <- read_data("nhanes.csv")
strat <- svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = s)
clus2 <- svydesign(~dnum + snum, fpc = ~fpc1 + fpc2, data = c2)
nhanes <- svydesign(~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = n)
disjoint("strat share E-H", strat, ~yes, ~stype, "E", "H")
disjoint("strat mean M-H", strat, ~api00, ~stype, "M", "H")
ones <- function(x, v) as.integer(x %in% v)
overlap("clus2 share Yes-No", clus2, c2$yes, ones(c2$sch.wide, "Yes"), ones(c2$sch.wide, "No"))
overlap("clus2 mean E-M", clus2, c2$api00, ones(c2$stype, "E"), ones(c2$stype, "M"))
known <- !is.na(n$HI_CHOL); high <- ifelse(known, n$HI_CHOL, 0)
overlap("nhanes share 2-3", nhanes, high, ones(n$race, 2) * known, ones(n$race, 3) * known)
men <- known & n$RIAGENDR == 1
overlap("nhanes domain share 1-2", nhanes, high, ones(n$race, 1) * men, ones(n$race, 2) * men)
overlap("strat share E-EM", strat, s$yes, ones(s$stype, "E"), ones(s$stype, c("E", "M")))
overlap("strat mean EM-HM", strat, s$api00, ones(s$stype, c("E", "M")), ones(s$stype, c("H", "M")))
overlap("clus2 share E-total", clus2, c2$yes, ones(c2$stype, "E"), rep(1, nrow(c2)))
overlap("clus2 mean sch.wide-comp.imp", clus2, c2$api00, ones(c2$sch.wide, "Yes"), ones(c2$comp.imp, "Yes"))
jk <- as.svrepdesign(clus2 <- svydesign(~dnum, weights = ~pw, data = c2), type = "JK1", mse = FALSE)
disjoint("jackknife share Yes-No", jk, ~yes, ~sch.wide, "Yes", "No")
raked <- rake(strat, list(~stype, ~sch.wide), list(data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)),
              data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))), control = list(epsilon = 1e-12, maxit = 500))
overlap("raked share Yes-No", raked, s$yes, ones(s$comp.imp, "Yes"), ones(s$comp.imp, "No"))
post <- postStratify(strat, ~sch.wide, data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122)))
overlap("poststratified share E-EM", post, s$yes, ones(s$stype, "E"), ones(s$stype, c("E", "M")))
write_json(out, "banner.json", auto_unbox = TRUE, digits = 17, pretty = TRUE)
