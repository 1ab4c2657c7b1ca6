import { addDays, localDate } from "@/lib/calendar/local-date";
import { currencyExponent } from "@/lib/money/currency-exponent";
import type { Money } from "../definition";
import type { World } from "./world";

/** A decimal text as a fraction. */
const fractionOf = (decimal: string): [bigint, bigint] => {
  const [whole = "0", decimals = ""] = decimal.split(".");
  return [BigInt(`${whole}${decimals}`), 10n ** BigInt(decimals.length)];
};

const roundHalfToEven = (dividend: bigint, divisor: bigint): bigint => {
  if (dividend < 0n) return -roundHalfToEven(-dividend, divisor);
  const below = dividend / divisor;
  const rest = dividend - below * divisor;
  if (rest + rest === divisor) return below % 2n === 0n ? below : below + 1n;
  return rest + rest > divisor ? below + 1n : below;
};

/** An amount of an event in the project's currency, at the latest rate of its day or the 31 days before. */
export const convertedOf = ({ currency, minor }: Money, at: number, world: World): number | null => {
  const { project, rates = [] } = world;
  if (currency === project.currency) return minor;
  const today = localDate(at, project.timezone);
  const days = Array.from({ length: 32 }, (_, back) => addDays(today, -back));
  const [rate] = days.flatMap((day) => rates.filter((one) => one.day === day && one.currency === currency));
  if (!rate) return null;
  const [factor, scale] = fractionOf(rate.rate);
  const units = (code: string): bigint => 10n ** BigInt(currencyExponent(code) ?? 0);
  return Number(roundHalfToEven(BigInt(minor) * factor * units(project.currency), scale * units(currency)));
};

/** What amounts come to in the project's currency; `null` when there are some and none could be converted. */
export const sumConverted = (
  amounts: readonly { money: Money | null; at: number }[],
  world: World,
): (Money & { missing: string[] }) | null => {
  const known: number[] = [];
  const missing: string[] = [];
  for (const { money, at } of amounts) {
    const converted = money && convertedOf(money, at, world);
    if (converted !== null) known.push(converted);
    else if (money) missing.push(money.currency);
  }
  if (known.length === 0 && missing.length > 0) return null;
  return {
    currency: world.project.currency,
    minor: known.reduce((sum, minor) => sum + minor, 0),
    missing: [...new Set(missing)].sort(),
  };
};
