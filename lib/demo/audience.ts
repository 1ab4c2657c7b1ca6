/** Where visits come from: how often, on which page they land, how eager they are. */
export type Channel = {
  name: string;
  weight: number;
  bounce: number;
  eagerness: number;
  landing: readonly { page: "home" | "category" | "product" | "guide" | "sale"; weight: number }[];
  /** Query strings of the landing address, and the page that linked here: the query's own, else the channel's. */
  queries: readonly { query: string; referrer?: string; weight: number }[];
  referrer?: string;
};

const plain = [{ query: "", weight: 1 }];

const direct: Channel = {
  name: "direct",
  weight: 23,
  bounce: 0.4,
  eagerness: 1.25,
  landing: [
    { page: "home", weight: 8 },
    { page: "product", weight: 2 },
  ],
  queries: plain,
};

const email: Channel = {
  name: "email",
  weight: 6,
  bounce: 0.3,
  eagerness: 1.7,
  landing: [
    { page: "sale", weight: 5 },
    { page: "product", weight: 4 },
  ],
  queries: [
    { query: "?utm_source=newsletter&utm_medium=email&utm_campaign=weekly", weight: 5 },
    { query: "?utm_source=newsletter&utm_medium=email&utm_campaign=back-in-stock", weight: 2 },
  ],
};

const paidSocial: Channel = {
  name: "paid social",
  weight: 14,
  bounce: 0.58,
  eagerness: 0.6,
  landing: [
    { page: "sale", weight: 5 },
    { page: "product", weight: 5 },
  ],
  queries: [
    {
      query: "?utm_source=instagram&utm_medium=paid_social&utm_campaign=autumn-looks&fbclid=demo",
      weight: 6,
    },
    {
      query: "?utm_source=facebook&utm_medium=paid_social&utm_campaign=retargeting&fbclid=demo",
      referrer: "https://www.facebook.com/",
      weight: 4,
    },
  ],
  referrer: "https://www.instagram.com/",
};

const organicSearch: Channel = {
  name: "organic search",
  weight: 29,
  bounce: 0.47,
  eagerness: 1,
  landing: [
    { page: "guide", weight: 4 },
    { page: "category", weight: 4 },
    { page: "product", weight: 4 },
    { page: "home", weight: 2 },
  ],
  queries: plain,
  referrer: "https://www.google.com/",
};

export const firstVisitChannels: readonly Channel[] = [
  direct,
  organicSearch,
  paidSocial,
  email,
  {
    name: "paid search",
    weight: 18,
    bounce: 0.44,
    eagerness: 1.15,
    landing: [
      { page: "category", weight: 5 },
      { page: "product", weight: 5 },
    ],
    queries: [
      { query: "?utm_source=google&utm_medium=cpc&utm_campaign=brand&gclid=demo", weight: 4 },
      { query: "?utm_source=google&utm_medium=cpc&utm_campaign=outdoor-jackets&gclid=demo", weight: 4 },
      {
        query: "?utm_source=bing&utm_medium=cpc&utm_campaign=outdoor&msclkid=demo",
        referrer: "https://www.bing.com/",
        weight: 1,
      },
    ],
    referrer: "https://www.google.com/",
  },
  {
    name: "referral",
    weight: 7,
    bounce: 0.45,
    eagerness: 0.9,
    landing: [
      { page: "guide", weight: 3 },
      { page: "product", weight: 5 },
    ],
    queries: plain,
    referrer: "https://trailnotes.example/best-rain-jackets",
  },
  {
    name: "organic social",
    weight: 3,
    bounce: 0.6,
    eagerness: 0.5,
    landing: [{ page: "product", weight: 1 }],
    queries: plain,
    referrer: "https://www.reddit.com/r/hiking/",
  },
];

/** How people come back. */
export const returnChannels: readonly Channel[] = [
  { ...direct, weight: 50, bounce: 0.28 },
  { ...organicSearch, weight: 18, bounce: 0.35 },
  { ...paidSocial, weight: 14, bounce: 0.45 },
];

/** How subscribers of the newsletter come back. */
export const subscriberChannels: readonly Channel[] = [...returnChannels, { ...email, weight: 70 }];

export type Device = {
  kind: "mobile" | "desktop" | "tablet";
  weight: number;
  userAgent: string;
};

const chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0";
const ios = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

export const devices: readonly Device[] = [
  { kind: "mobile", weight: 27, userAgent: `${ios} Version/18.6 Mobile/15E148 Safari/604.1` },
  { kind: "mobile", weight: 3, userAgent: `${ios} CriOS/142.0.7444.77 Mobile/15E148 Safari/604.1` },
  {
    kind: "mobile",
    weight: 19,
    userAgent: `Mozilla/5.0 (Linux; Android 10; K) ${chrome} Mobile Safari/537.36`,
  },
  {
    kind: "mobile",
    weight: 7,
    userAgent:
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
  },
  {
    kind: "mobile",
    weight: 2,
    userAgent: "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0",
  },
  {
    kind: "desktop",
    weight: 17,
    userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`,
  },
  {
    kind: "desktop",
    weight: 5,
    userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/142.0.0.0`,
  },
  {
    kind: "desktop",
    weight: 4,
    userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
  },
  {
    kind: "desktop",
    weight: 6,
    userAgent:
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
  },
  {
    kind: "desktop",
    weight: 3,
    userAgent: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${chrome} Safari/537.36`,
  },
  { kind: "desktop", weight: 1, userAgent: `Mozilla/5.0 (X11; Linux x86_64) ${chrome} Safari/537.36` },
  {
    kind: "tablet",
    weight: 6,
    userAgent:
      "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
  },
];

export const bots = [
  {
    weight: 3,
    userAgent: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  },
  { weight: 2, userAgent: "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)" },
  { weight: 2, userAgent: "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)" },
];

export const places = [
  { weight: 62, country: "DE", locale: "de-DE" },
  { weight: 12, country: "AT", locale: "de-AT" },
  { weight: 10, country: "CH", locale: "de-CH" },
  { weight: 6, country: "NL", locale: "nl-NL" },
  { weight: 5, country: "FR", locale: "fr-FR" },
  { weight: 3, country: "GB", locale: "en-GB" },
  { weight: 2, country: "US", locale: "en-US" },
];
