const spaces = /[\s\u00a0\u202f'’]/g;
const signs = { ".": { group: ",", decimal: "\\." }, ",": { group: "\\.", decimal: "," } } as const;

/**
 * The number that a text states in the writing of people: "1.299,00 €" with decimal "," is 1299. `null` where the text
 * holds no number, two of them, or signs that do not fit: "12.5" with decimal "," may be anything.
 */
export const readAmount = (text: string, decimal: "." | ","): number | null => {
  // "12,– €" is how whole amounts are written in many shops.
  const plain = text.replaceAll(spaces, "").replace(/[.,][-–—](?=\D*$)/, "");
  const found = /^[^\d.,−-]*([−-]?)[^\d.,−-]*(\d[\d.,]*)([^\d−-]*)$/.exec(plain);
  if (!found) return null;
  const [, minus = "", digits = ""] = found;
  const { group, decimal: point } = signs[decimal];
  const shape = new RegExp(`^(\\d+|\\d{1,3}(${group}\\d{2,3})*${group}\\d{3})(${point}\\d+)?$`);
  if (!shape.test(digits)) return null;
  const number = Number(digits.replaceAll(decimal === "." ? "," : ".", "").replace(",", "."));
  return Number.isFinite(number) ? (minus ? -number : number) : null;
};
