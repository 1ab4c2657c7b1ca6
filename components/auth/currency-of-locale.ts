const regionsByCurrency: Record<string, string> = {
  EUR: "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK",
  USD: "US EC SV PR",
  GBP: "GB",
  CHF: "CH LI",
  SEK: "SE",
  NOK: "NO",
  DKK: "DK",
  PLN: "PL",
  CZK: "CZ",
  HUF: "HU",
  RON: "RO",
  TRY: "TR",
  UAH: "UA",
  CAD: "CA",
  AUD: "AU",
  NZD: "NZ",
  JPY: "JP",
  CNY: "CN",
  KRW: "KR",
  INR: "IN",
  SGD: "SG",
  HKD: "HK",
  BRL: "BR",
  MXN: "MX",
  ZAR: "ZA",
  ILS: "IL",
  AED: "AE",
  SAR: "SA",
};

/** The currency people of a locale most likely sell in ("de-CH" → CHF); EUR where we do not know. */
export const currencyOfLocale = (locale: string): string => {
  try {
    const region = new Intl.Locale(locale).maximize().region ?? "";
    const found = Object.entries(regionsByCurrency).find(([, regions]) =>
      regions.split(" ").includes(region),
    );
    return found?.[0] ?? "EUR";
  } catch {
    return "EUR";
  }
};
