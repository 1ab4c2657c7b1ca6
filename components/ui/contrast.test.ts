import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** WCAG 2.2: 4.5 for text, 3 for marks and the edges of controls. */
const text = 4.5;
const mark = 3;
const papers = ["page", "surface", "raised", "sunken"];

const pairs: [foreground: string, backgrounds: string[], least: number][] = [
  ["ink", [...papers, "hover"], 7],
  ["muted", [...papers, "hover"], text],
  ["subtle", papers, text],
  ["on-solid", ["solid", "solid-hover"], text],
  ["on-bad-solid", ["bad-solid"], text],
  ["micro-ink", [...papers, "micro-soft"], text],
  ["macro-ink", [...papers, "macro-soft"], text],
  ["good", ["surface", "raised", "page", "good-soft"], text],
  ["bad", ["surface", "raised", "page", "bad-soft"], text],
  ["micro", ["page", "surface", "raised"], mark],
  ["macro", ["page", "surface"], mark],
  ["control", ["page", "surface"], mark],
  ["focus", [...papers, "hover"], mark],
  ...[1, 2, 3, 4, 5, 6].map((n): [string, string[], number] => [`segment-${n}`, ["surface"], mark]),
];

type Colour = { lightness: number; chroma: number; hue: number };

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

const colourOf = (token: string, theme: "light" | "dark"): Colour => {
  const declared = new RegExp(`--${token}: ([^;]+);`).exec(css)?.[1] ?? "";
  const values = [...declared.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)/g)];
  const [, lightness, chroma, hue] = (theme === "dark" ? values[1] : undefined) ?? values[0] ?? [];
  return { lightness: Number(lightness), chroma: Number(chroma), hue: Number(hue) };
};

/** Relative luminance of an OKLCH colour (Ottosson 2020 for the way to linear sRGB). */
const luminance = ({ lightness, chroma, hue }: Colour): number => {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const within = (part: number) => Math.min(1, Math.max(0, part));
  return (
    0.2126 * within(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) +
    0.7152 * within(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) +
    0.0722 * within(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  );
};

const contrast = (one: Colour, other: Colour): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  it.each(pairs)("shows %s legibly on %s", (foreground, backgrounds, least) => {
    for (const background of backgrounds) {
      const ratio = contrast(colourOf(foreground, theme), colourOf(background, theme));
      expect(ratio, `${foreground} on ${background}`).toBeGreaterThanOrEqual(least);
    }
  });
});
