import { reservedSlugs } from "./definition";

/** A name as it stands in the address: lower-case letters, digits and dashes; never empty, never a reserved word. */
export const slugOf = (name: string): string => {
  const slug = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  if (!slug) return "team";
  return (reservedSlugs as readonly string[]).includes(slug) ? `${slug}-1` : slug;
};
