import type { Device } from "./audience";
import { type Random, randomFrom } from "./random";

/** What the tracker would tell by itself, or a page view on the side. `afterMs`: since the moment it is told of. */
export type Signal = {
  afterMs: number;
  path: string;
  event: { name: string; properties: Record<string, unknown> } | null;
};

/** Fields of the checkout's form, where people stop. */
const lastFields = [
  { weight: 6, name: "postcode" },
  { weight: 5, name: "phone" },
  { weight: 2, name: "email" },
];

const reassuring = [
  { weight: 6, path: "/shipping" },
  { weight: 4, path: "/returns" },
];

const button = (text: string, selector: string) => ({ tag: "button", text, selector });
const toPayment = button("Continue to payment", "#checkout > button");
const toCart = button("Add to cart", "#product > button");
const sizeGuide = { tag: "a", text: "Size guide", selector: "#sizes > a" };

/**
 * What is seen of a visit beside what it does. Its numbers are its own, so that the visit stays what it is: what goes
 * together with its outcome is told after it.
 */
export class VisitSignals {
  private readonly random: Random;

  constructor(
    visit: string,
    private readonly device: Device["kind"],
    private readonly interest: number,
  ) {
    this.random = randomFrom(`signals ${visit}`);
  }

  /** How fast the first page was, for some. Those who leave at once had waited longer. */
  landed(path: string, hasBounced: boolean): Signal[] {
    const { random } = this;
    if (!random.chance(0.4)) return [];
    const isMobile = this.device === "mobile";
    const patience = hasBounced ? 1.25 : 1;
    const spread = Math.exp(random.between(-0.55, 0.55));
    const lcp = Math.round((isMobile ? 2_150 : 1_550) * patience * spread);
    const inp = Math.round((isMobile ? 130 : 70) * Math.exp(random.between(-0.7, 0.7)));
    const cls = Number((0.04 * Math.exp(random.between(-1.6, 1.4))).toFixed(4));
    const ttfb = Math.round(lcp * random.between(0.18, 0.3));
    const fcp = Math.round(ttfb + (lcp - ttfb) * random.between(0.4, 0.8));
    return [
      { afterMs: 250, path, event: { name: "Web Vitals", properties: { lcp, inp, cls, fcp, ttfb, path } } },
    ];
  }

  /** On the page of a product, of which some were put into the cart. */
  lookedAt(path: string, hasAdded: boolean): Signal[] {
    const { random, interest } = this;
    return [
      ...(random.chance(0.01 + 0.12 * interest ** 2) ? [told(30, path, "Element Clicked", sizeGuide)] : []),
      ...(hasAdded ? [told(40, path, "Element Clicked", toCart)] : []),
    ];
  }

  /** Before the cart: a look at what is promised. */
  asked(): Signal[] {
    const { random, interest } = this;
    if (!random.chance(0.012 + 0.09 * interest)) return [];
    return [{ afterMs: 150, path: random.pick(reassuring).path, event: null }];
  }

  /** At the checkout. On phones the way on does not always answer, which is the leak of the demo. */
  checkedOut(path: string, hasGoneOn: boolean): Signal[] {
    const { random } = this;
    const isStuck = this.device === "mobile" && !hasGoneOn;
    const isInRage = random.chance(isStuck ? 0.34 : 0.015);
    const isInVain = random.chance(isStuck ? 0.45 : 0.03);
    const isLeft = !hasGoneOn && random.chance(0.7);
    const field = random.pick(lastFields).name;
    return [
      ...(isInRage ? [told(20, path, "Rage Clicked", toPayment)] : []),
      ...(isInVain ? [told(25, path, "Dead Clicked", toPayment)] : []),
      ...(isLeft ? [told(30, path, "Form Abandoned", { form: "checkout", lastField: field })] : []),
      ...(hasGoneOn ? [told(30, path, "Form Submitted", { form: "checkout" })] : []),
    ];
  }
}

const told = (afterMs: number, path: string, name: string, properties: Record<string, unknown>): Signal => ({
  afterMs,
  path,
  event: { name, properties },
});
