import { AnalyticsBrowser } from "@segment/analytics-next";
import { host, key, order, thank, whenPressed } from "./sdk-page-buttons";

const analytics = AnalyticsBrowser.load({ writeKey: key, cdnURL: host });

void analytics.page();
whenPressed({
  look: () => void analytics.track("Product Viewed", { product_id: "tea" }),
  add: () => void analytics.track("Product Added", { product_id: "tea" }),
  "sign-in": () => void analytics.identify("ada", { plan: "pro" }),
  // While an event waits for its next try, the library hands on later ones with a delay: a page that leaves waits too.
  order: () => void analytics.track("Order Completed", order).then(thank),
  "sign-out": () => void analytics.reset(),
});
