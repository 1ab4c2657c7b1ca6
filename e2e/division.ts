import { expect, type Locator } from "@playwright/test";

/** A rate as it is spelled out: "412 of 9,870 visitors · 95 % interval 3.8–4.6 %". */
export type Division = { part: number; whole: number; unit: string; low: number; high: number };

const spelledOut = /([\d,]+) of ([\d,]+) (visitors|sessions) · 95\s%\sinterval ([\d.]+)–([\d.]+)\s%/;

/** Reads the division behind a rate from the place that shows it. */
export const readDivision = async (place: Locator): Promise<Division> => {
  await expect(place).toContainText(spelledOut);
  const [, part = "", whole = "", unit = "", low, high] =
    spelledOut.exec((await place.textContent()) ?? "") ?? [];
  const count = (text: string) => Number(text.replaceAll(",", ""));
  return { part: count(part), whole: count(whole), unit, low: Number(low), high: Number(high) };
};
