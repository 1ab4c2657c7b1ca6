import {
  type Channel,
  type Device,
  devices,
  firstVisitChannels,
  places,
  returnChannels,
  subscriberChannels,
} from "./audience";
import { type Random, randomFrom } from "./random";
import { type Product, products } from "./shop";

/** One person over all their visits: who they are, and what they carry from visit to visit. */
export type Visitor = {
  id: string;
  device: Device;
  place: (typeof places)[number];
  random: Random;
  /** 0 to 1: how much they want something from this shop. Drives the small steps and the purchase alike. */
  interest: number;
  favourites: readonly Product[];
  userId?: string;
  hasNewsletter: boolean;
  cart: Product[];
  orders: number;
  /** Messages sent so far, for ids. */
  sent: number;
};

export const newVisitor = (id: string): Visitor => {
  const random = randomFrom(id);
  return {
    id,
    random,
    device: random.pick(devices),
    place: random.pick(places),
    interest: random.next() ** 2,
    favourites: [random.pick(products), random.pick(products), random.pick(products)],
    hasNewsletter: false,
    cart: [],
    orders: 0,
    sent: 0,
  };
};

export const firstChannel = ({ random }: Visitor): Channel => random.pick(firstVisitChannels);

export const nextChannel = ({ random, hasNewsletter }: Visitor): Channel =>
  random.pick(hasNewsletter ? subscriberChannels : returnChannels);

/** Whether they come again after this visit. */
export const comesBack = ({ random, interest, cart, hasNewsletter, orders }: Visitor): boolean =>
  random.chance(
    0.11 +
      0.16 * interest +
      (cart.length > 0 ? 0.28 : 0) +
      (hasNewsletter ? 0.18 : 0) -
      (orders > 0 ? 0.1 : 0),
  );
