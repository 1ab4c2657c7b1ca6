import { formatMoney } from "@/lib/money/format-money";
import type { Unit } from "../definition";
import type { BiggestDriver } from "./definition";

type Driver = Omit<BiggestDriver, "message" | "people">;

const count = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

const whatHappened = (driver: Driver, unit: Unit): string => {
  const { factor, direction, label, before, after, contribution } = driver;
  const more = direction === "up";
  const instead = (write: (value: number) => string): string =>
    `${write(after ?? 0)} instead of ${write(before ?? 0)}`;
  const money = (minor: number): string => formatMoney(Math.round(minor), contribution.currency);
  switch (factor) {
    case "traffic":
      return `${more ? "More" : "Fewer"} ${unit}s came: ${instead((value) => count.format(value))}`;
    case "mix":
      return `More ${unit}s came from groups that bring ${more ? "more" : "less"}`;
    case "step":
      return `${more ? "More" : "Fewer"} of those who got so far went on to ${label}: ${instead((value) => percent.format(value))}`;
    case "orderValue":
      return `Those who converted brought ${more ? "more" : "less"} each: ${instead(money)}`;
    case "unattended":
      return `${more ? "More" : "Less"} came in without a visit: ${instead(money)}`;
  }
};

const nameOf = ({ value, other }: { value: string | null; other?: true }): string =>
  other ? "the smaller groups" : (value ?? "those without a value");

/** What the driver did and what that was worth, in a sentence or two. */
export const driverMessage = (driver: Driver, unit: Unit): string => {
  const { contribution, direction, group, real } = driver;
  const worth = formatMoney(Math.abs(contribution.minor), contribution.currency);
  const where = group ? `, mostly in ${nameOf(group)}` : "";
  const chance = real ? "" : " So much may be chance.";
  return `${whatHappened(driver, unit)}${where}. That ${direction === "up" ? "brought" : "cost"} ${worth}.${chance}`;
};
