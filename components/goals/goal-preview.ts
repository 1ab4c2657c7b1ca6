import { formatMoney } from "@/lib/money/format-money";
import type { GoalNumbers } from "@/lib/reports/conversions/definition";
import type { Rate } from "@/lib/reports/definition";

/** What a goal counted in the last 28 days, money already as text. */
export type GoalPreview = { conversions: number; converters: number; rate: Rate; value: string[] };

export const goalPreview = ({ conversions, converters, rate, value }: GoalNumbers): GoalPreview => ({
  conversions,
  converters,
  rate,
  value: value.map(({ minor, currency }) => formatMoney(minor, currency)),
});
