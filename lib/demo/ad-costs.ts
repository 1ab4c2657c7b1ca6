import type { AdCost } from "@/lib/ad-costs/definition";
import { addDays } from "@/lib/calendar/local-date";
import { randomFrom } from "./random";

/** The campaigns of the shop's paid channels, as their links name them; `clicks` a day is what `audience.ts` brings. */
const campaigns = [
  { source: "google", medium: "cpc", campaign: "brand", clicks: 19, centsAClick: 34, clickRate: 0.11 },
  {
    source: "google",
    medium: "cpc",
    campaign: "outdoor-jackets",
    clicks: 19,
    centsAClick: 71,
    clickRate: 0.034,
  },
  { source: "bing", medium: "cpc", campaign: "outdoor", clicks: 5, centsAClick: 46, clickRate: 0.028 },
  {
    source: "instagram",
    medium: "paid_social",
    campaign: "autumn-looks",
    clicks: 27,
    centsAClick: 48,
    clickRate: 0.009,
  },
  {
    source: "facebook",
    medium: "paid_social",
    campaign: "retargeting",
    clicks: 18,
    centsAClick: 39,
    clickRate: 0.014,
  },
];

const costsOn = (day: string): AdCost[] =>
  campaigns.map(({ source, medium, campaign, clicks: usual, centsAClick, clickRate }) => {
    const random = randomFrom(`costs ${day} ${source} ${campaign}`);
    const clicks = Math.max(1, Math.round(usual * random.between(0.8, 1.2)));
    return {
      day,
      source,
      medium,
      campaign,
      costMinor: Math.round(clicks * centsAClick * random.between(0.9, 1.1)),
      currency: "EUR",
      clicks,
      impressions: Math.round(clicks / (clickRate * random.between(0.85, 1.15))),
    };
  });

/** What the demo shop's advertising cost from one local date to before another; the same whenever it is asked. */
export const demoAdCosts = ({ from, to }: { from: string; to: string }): AdCost[] => {
  const costs: AdCost[] = [];
  for (let day = from; day < to; day = addDays(day, 1)) costs.push(...costsOn(day));
  return costs;
};
