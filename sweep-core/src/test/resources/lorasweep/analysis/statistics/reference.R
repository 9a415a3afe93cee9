# Computes the expected values of the statistics tests with R and the package limma.
# Run in this folder: Rscript reference.R      (made with R 4.2.2, limma 3.54.1)
# The build only reads the CSV files that this leaves behind.
suppressMessages(library(limma))
options(digits = 17)
set.seed(20260101)
save <- function(table, name) write.csv(table, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)

# Means: one sample a row, "|" between the values; confidence that the mean exceeds 0.01.
means <- do.call(rbind, lapply(c(2, 3, 4, 7, 12, 30), function(n) {
  x <- round(rnorm(n, 0.02, 0.03), 6)
  t <- t.test(x)
  above <- 1 - t.test(x, mu = 0.01, alternative = "greater")$p.value
  data.frame(values = paste(x, collapse = "|"), mean = mean(x), se = sd(x) / sqrt(n),
             low = t$conf.int[1], high = t$conf.int[2], p = t$p.value, above = above)
}))
save(means, "means")

# Two independent means with unequal variances (Welch): difference, its error and degrees of freedom.
welch <- do.call(rbind, lapply(list(c(4, 6), c(3, 20), c(15, 5)), function(n) {
  x <- round(rnorm(n[1], 0.05, 0.02), 6); y <- round(rnorm(n[2], 0.03, 0.05), 6)
  t <- t.test(x, y)
  data.frame(x = paste(x, collapse = "|"), y = paste(y, collapse = "|"), df = t$parameter,
             se = t$stderr, p = t$p.value, low = t$conf.int[1], high = t$conf.int[2])
}))
save(welch, "welch")

# Holm's step-down adjustment.
p <- c(0.01, 0.04, 0.03, 0.005, 0.6, 0.011, 0.0001, 0.04)
save(data.frame(p = p, holm = p.adjust(p, "holm")), "holm")

# Moderated variances (Smyth 2004), homogeneous and heterogeneous.
moderated <- do.call(rbind, lapply(1:3, function(set) {
  df <- c(3, 3, 7)[set]
  spread <- list(rep(1, 20), exp(rnorm(40, 0, 0.8)), exp(rnorm(12, 0, 1.5)))[[set]]
  s2 <- 1e-4 * spread * rchisq(length(spread), df) / df
  squeezed <- squeezeVar(s2, df)
  data.frame(set = set, df = df, variance = s2, prior_df = squeezed$df.prior,
             prior_variance = squeezed$var.prior, posterior = squeezed$var.post)
}))
save(moderated, "moderated")

# Analysis of variance: a complete grid with two replicates, the same with holes, and without replicates.
grid <- expand.grid(rep = 1:2, c = 1:2, b = 1:3, a = 1:4)
grid$y <- round(-0.3 + 0.06 * c(2, 1, 0, 3)[grid$a] + 0.01 * grid$b + 0.02 * (grid$a == 4) * grid$b +
                rnorm(nrow(grid), 0, 0.01), 6)
f <- transform(grid, a = factor(a), b = factor(b), c = factor(c))
rows <- function(table, case) data.frame(case = case, term = trimws(rownames(table)), df = table[["Df"]],
                                         ss = table[["Sum Sq"]], f = table[["F value"]], p = table[["Pr(>F)"]])
full <- rows(anova(lm(y ~ (a + b + c)^2, f)), "complete")
holes <- f[-c(1, 2, 9, 23, 40), ]
# Type II: each term after all terms that do not contain it.
type2 <- function(data) {
  all <- lm(y ~ (a + b + c)^2, data)
  err <- sum(resid(all)^2) / df.residual(all)
  terms <- list(a = c("b", "c", "b:c"), b = c("a", "c", "a:c"), c = c("a", "b", "a:b"),
                "a:b" = c("a", "b", "c", "a:c", "b:c"), "a:c" = c("a", "b", "c", "a:b", "b:c"),
                "b:c" = c("a", "b", "c", "a:b", "a:c"))
  out <- do.call(rbind, lapply(names(terms), function(term) {
    without <- lm(reformulate(terms[[term]], "y"), data)
    with <- lm(reformulate(c(terms[[term]], term), "y"), data)
    df <- df.residual(without) - df.residual(with)
    ss <- sum(resid(without)^2) - sum(resid(with)^2)
    F <- ss / df / err
    data.frame(case = "holes", term = term, df = df, ss = ss, f = F, p = pf(F, df, df.residual(all), lower.tail = FALSE))
  }))
  rbind(out, data.frame(case = "holes", term = "Residuals", df = df.residual(all), ss = sum(resid(all)^2), f = NA, p = NA))
}
single <- f[f$rep == 1 & f$c == "1", ]
plain <- rows(anova(lm(y ~ a + b, single)), "single")
save(rbind(full, type2(holes), plain), "anova-tables")
grid$complete <- 1
grid$holes <- as.integer(seq_len(nrow(grid)) %in% as.integer(rownames(holes)))
grid$single <- as.integer(grid$rep == 1 & grid$c == 1)
save(grid, "anova-data")

# Lenth's pseudo standard error (1989) of the orthonormal polynomial contrasts of an unreplicated 4 x 3 grid.
contrasts4 <- cbind(1 / sqrt(4), contr.poly(4)); contrasts3 <- cbind(1 / sqrt(3), contr.poly(3))
values <- as.vector(t(kronecker(contrasts4, contrasts3)) %*% single[order(single$a, single$b), "y"])[-1]
s0 <- 1.5 * median(abs(values))
pse <- 1.5 * median(abs(values)[abs(values) < 2.5 * s0])
save(data.frame(contrast = values, pse = pse), "lenth")
