import type { Channel } from "./audience";
import { host, type Product, products, shelves } from "./shop";
import { type Signal, VisitSignals } from "./signals";
import type { Visitor } from "./visitor";

/** A message in the wire format, and when it happens (ms since 1970). */
export type DemoEvent = { at: number; isBot: boolean; message: Record<string, unknown> };

/** What the message ids of visitors begin with, those of crawlers do not. */
export const visitorMessages = "demo:v:";

/** How well the shop converts on that day: 1 is its long-term average. */
export type Climate = { conversion: number };

const currency = "EUR";
const freeShippingFrom = 50;
const shipping = 4.9;

/** The leak of the demo: on a phone far fewer get through the payment step. */
const paymentRate = { mobile: 0.46, desktop: 0.8, tablet: 0.74 };

const paymentMethods = [
  { weight: 46, name: "paypal" },
  { weight: 24, name: "card" },
  { weight: 20, name: "invoice" },
  { weight: 10, name: "direct-debit" },
];

/** One visit, from its landing page to its last event. */
export class Visit {
  readonly events: DemoEvent[] = [];
  private page: { url: string; title: string; referrer?: string } = { url: host, title: "Demo shop" };
  /** Numbers the page view, for what is measured on it. */
  private viewNo = 0;
  private readonly signals: VisitSignals;
  private readonly signalsId: string;
  private told = 0;

  constructor(
    private readonly visitor: Visitor,
    private readonly channel: Channel,
    private at: number,
    private readonly climate: Climate,
  ) {
    const { id, sent, device, interest } = visitor;
    this.signalsId = `${id}:s${sent}`;
    this.signals = new VisitSignals(`${id} ${sent}`, device.kind, interest);
  }

  run(): DemoEvent[] {
    const { random, device } = this.visitor;
    const landed = this.land();
    const hasBounced = random.chance(this.channel.bounce * (device.kind === "mobile" ? 1.08 : 0.9));
    this.tell((signals, path) => signals.landed(path, hasBounced));
    if (hasBounced) return this.events;
    if (landed) this.consider(landed);
    const steps = 1 + Math.floor(random.exponential(1.6 + 2.6 * this.visitor.interest));
    for (let i = 0; i < steps; i++) this.browse();
    if (!this.visitor.hasNewsletter && random.chance(0.012 + 0.05 * this.visitor.interest)) this.subscribe();
    this.tell((signals) => signals.asked());
    if (this.visitor.cart.length > 0) this.checkOut();
    return this.events;
  }

  private land(): Product | undefined {
    const { random } = this.visitor;
    const { page } = random.pick(this.channel.landing);
    const { query, referrer = this.channel.referrer } = random.pick(this.channel.queries);
    const product = page === "product" ? this.aProduct() : undefined;
    const shelf = random.pick(shelves);
    const pages = {
      home: ["/", "Demo shop"],
      category: [shelf.path, shelf.title],
      product: [`/p/${product?.id}`, product?.name ?? ""],
      guide: ["/guides/what-to-wear-in-the-rain", "What to wear in the rain"],
      sale: ["/sale", "Sale"],
    } as const;
    const [path, title] = pages[page];
    this.view(path, title, { query, referrer });
    if (product) this.track("Product Viewed", factsOf(product));
    this.linger(page === "guide" ? 70 : 25);
    return product;
  }

  private browse(): void {
    const { random } = this.visitor;
    if (random.chance(0.36)) {
      const shelf = random.pick(shelves);
      this.view(shelf.path, shelf.title);
      this.linger(22);
      return;
    }
    const product = this.aProduct();
    this.view(`/p/${product.id}`, product.name);
    this.track("Product Viewed", factsOf(product));
    this.linger(40);
    this.consider(product);
  }

  /** After a look at a product: wishlist, cart, or nothing. */
  private consider(product: Product): void {
    const { random, interest, device, cart } = this.visitor;
    if (random.chance(0.012 + 0.07 * interest)) this.track("Product Added to Wishlist", factsOf(product));
    const byDevice = device.kind === "mobile" ? 0.9 : 1.12;
    const chance =
      0.042 *
      (0.3 + 2.1 * interest) *
      product.appeal *
      this.channel.eagerness *
      byDevice *
      this.climate.conversion;
    const hasAdded = random.chance(Math.min(chance, 0.8));
    this.tell((signals, path) => signals.lookedAt(path, hasAdded));
    if (!hasAdded) return;
    this.wait(4, 20);
    this.track("Product Added", { ...factsOf(product), quantity: 1 });
    cart.push(product);
  }

  private subscribe(): void {
    this.wait(3, 15);
    this.track("Newsletter Signed Up", { placement: this.visitor.random.chance(0.6) ? "footer" : "pop-up" });
    this.visitor.hasNewsletter = true;
    this.identify({ newsletter: true });
  }

  private checkOut(): void {
    const { random, device, cart } = this.visitor;
    if (!random.chance(0.82)) return;
    this.view("/cart", "Your cart");
    this.linger(20);
    if (!random.chance(0.57)) return;
    const value = Number(cart.reduce((sum, { price }) => sum + price, 0).toFixed(2));
    this.view("/checkout", "Checkout");
    this.track("Checkout Started", { value, currency, items: cart.length });
    this.wait(30, 120);
    const hasGoneOn = random.chance(
      paymentRate[device.kind] * Math.min(1.05, 0.92 + 0.08 * this.climate.conversion),
    );
    this.tell((signals, path) => signals.checkedOut(path, hasGoneOn));
    if (!hasGoneOn) {
      if (device.kind === "mobile") this.linger(45);
      return;
    }
    this.view("/checkout/payment", "Payment");
    const method = random.pick(paymentMethods).name;
    this.track("Payment Info Entered", { value, currency, payment_method: method });
    this.wait(15, 60);
    if (random.chance(0.9)) this.order(value, method);
  }

  private order(value: number, method: string): void {
    const { visitor } = this;
    visitor.orders++;
    const postage = value < freeShippingFrom ? shipping : 0;
    this.identify({ customer: true });
    this.view("/checkout/thank-you", "Thank you");
    this.track("Order Completed", {
      order_id: `${visitor.id}-${visitor.orders}`,
      revenue: Number((value + postage).toFixed(2)),
      shipping: postage,
      currency,
      payment_method: method,
      products: visitor.cart.map((product) => ({ ...factsOf(product), quantity: 1 })),
    });
    visitor.cart = [];
  }

  private aProduct(): Product {
    const { random, favourites } = this.visitor;
    const favourite = favourites[Math.floor(random.next() * favourites.length * 2)];
    return favourite ?? random.pick(products);
  }

  private wait(low: number, high: number): void {
    this.at += Math.round(this.visitor.random.between(low, high) * 1000);
  }

  /** Time on the page; most pages report how far they were read. */
  private linger(seconds: number): void {
    const { random, id } = this.visitor;
    const active = 2 + Math.round(random.exponential(seconds));
    this.at += active * 1000 + Math.round(random.between(100, 900));
    if (!random.chance(0.62)) return;
    // Reading far says nothing about buying here: a goal on it turns out to be vanity.
    const scrollPercent = Math.min(100, Math.round(random.between(5, 60) + Math.min(active, 60) * 0.8));
    this.track("Page Engaged", { viewId: `${id}-${this.viewNo}`, scrollPercent, engagedSeconds: active });
  }

  private view(path: string, title: string, from: { query?: string; referrer?: string } = {}): void {
    this.viewNo = this.visitor.sent;
    const url = `${host}${path}${from.query ?? ""}`;
    this.page = { url, title, referrer: from.referrer ?? this.page.url };
    this.at += 400 + Math.round(this.visitor.random.between(0, 900));
    this.send({ type: "page", context: this.context() });
  }

  private track(event: string, properties: Record<string, unknown>): void {
    this.at += 50 + Math.round(this.visitor.random.between(0, 400));
    this.send({ type: "track", event, properties, context: this.context() });
  }

  private identify(traits: Record<string, unknown>): void {
    const { visitor } = this;
    visitor.userId ??= `customer-${visitor.id}`;
    this.at += 20;
    this.send({ type: "identify", traits, context: this.context() });
  }

  /** What the tracker tells of the page at hand; the visit does not know. */
  private tell(of: (signals: VisitSignals, path: string) => readonly Signal[]): void {
    const { visitor, page } = this;
    for (const { afterMs, path, event } of of(this.signals, new URL(page.url).pathname)) {
      const at = this.at + afterMs;
      const seen = event ? page : { url: `${host}${path}`, title: path.slice(1), referrer: page.url };
      this.events.push({
        at,
        isBot: false,
        message: {
          ...(event ? { type: "track", event: event.name, properties: event.properties } : { type: "page" }),
          context: this.context(seen),
          messageId: `${visitorMessages}${this.signalsId}-${this.told++}`,
          anonymousId: visitor.id,
          userId: visitor.userId,
          timestamp: at,
        },
      });
    }
  }

  private context(page = this.page): Record<string, unknown> {
    const { device, place } = this.visitor;
    return { page, userAgent: device.userAgent, locale: place.locale, country: place.country };
  }

  private send(message: Record<string, unknown>): void {
    const { visitor, at } = this;
    message.messageId = `${visitorMessages}${visitor.id}:${visitor.sent++}`;
    message.anonymousId = visitor.id;
    message.userId = visitor.userId;
    message.timestamp = at;
    this.events.push({ at, isBot: false, message });
  }
}

const factsOf = ({ id, name, brand, category, price }: Product) => ({
  product_id: id,
  name,
  brand,
  category,
  price,
  currency,
});
