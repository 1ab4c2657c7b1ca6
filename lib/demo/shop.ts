/** What the demo shop sells. `appeal` multiplies how likely a look becomes a cart; `weight` how often it is looked at. */
export type Product = {
  id: string;
  name: string;
  brand: string;
  category: string;
  price: number;
  appeal: number;
  weight: number;
};

export const host = "https://demo-shop.example";

const brands = [
  { name: "Northcoast", appeal: 1.3, price: 1.15 },
  { name: "Alpenrose", appeal: 1.1, price: 1 },
  { name: "Lumo", appeal: 1, price: 0.8 },
  { name: "Ridgeway", appeal: 0.85, price: 1.3 },
  { name: "Kestrel", appeal: 0.65, price: 0.95 },
];

const categories = [
  { name: "Jackets", items: ["Rain jacket", "Down jacket", "Softshell"], price: 139, appeal: 1, weight: 5 },
  { name: "Shoes", items: ["Trail shoe", "Hiking boot", "Sandal"], price: 109, appeal: 1.05, weight: 5 },
  { name: "Backpacks", items: ["Daypack", "Trekking pack"], price: 89, appeal: 1.1, weight: 3 },
  { name: "Tents", items: ["Two-person tent", "Family tent"], price: 279, appeal: 0.55, weight: 2 },
  { name: "Base layers", items: ["Merino shirt", "Leggings"], price: 59, appeal: 1.25, weight: 3 },
  { name: "Accessories", items: ["Wool hat", "Headlamp", "Water bottle"], price: 29, appeal: 1.5, weight: 4 },
];

const slugOf = (name: string): string => name.toLowerCase().replaceAll(" ", "-");

export const products: readonly Product[] = categories.flatMap((category) =>
  brands.flatMap((brand, b) =>
    category.items
      // Not every brand makes everything.
      .filter((_, i) => (i + b) % 3 !== 2)
      .map((item, i) => ({
        id: `${slugOf(brand.name)}-${slugOf(item)}`,
        name: `${brand.name} ${item.toLowerCase()}`,
        brand: brand.name,
        category: category.name,
        price: Number((Math.round(category.price * brand.price * (1 - i * 0.18)) - 0.05).toFixed(2)),
        appeal: category.appeal * brand.appeal,
        weight: category.weight / (1 + b * 0.25),
      })),
  ),
);

/** Category pages. */
export const shelves = categories.map(({ name, weight }) => ({
  title: name,
  path: `/c/${slugOf(name)}`,
  weight,
}));
