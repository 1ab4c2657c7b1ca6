import { z95 } from "./z-score";

type Estimate = { estimate: number; variance: number };

/**
 * The product of two independent estimates with its 95 % interval; `variance` is the squared standard error.
 * Source: the delta method (first order): Var(xy) ≈ y²·Var(x) + x²·Var(y); Goodman 1960, "On the exact variance of
 * products".
 */
export const productInterval = (
  x: Estimate,
  y: Estimate,
): { estimate: number; low: number; high: number } => {
  const estimate = x.estimate * y.estimate;
  const half = z95 * Math.hypot(y.estimate * Math.sqrt(x.variance), x.estimate * Math.sqrt(y.variance));
  return { estimate, low: estimate - half, high: estimate + half };
};
