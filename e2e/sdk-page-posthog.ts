import posthog from "posthog-js";
import { host, key, order, thank, whenPressed } from "./sdk-page-buttons";

posthog.init(key, {
  api_host: host,
  autocapture: true,
  // It takes a driven browser for a bot, and would send nothing.
  opt_out_useragent_filter: true,
  request_queue_config: { flush_interval_ms: 250 },
});

whenPressed({
  look: () => void posthog.capture("Product Viewed", { product_id: "tea" }),
  add: () => void posthog.capture("Product Added", { product_id: "tea" }),
  "sign-in": () => posthog.identify("ada", { plan: "pro" }),
  order: () => {
    posthog.capture("Order Completed", order);
    thank();
  },
  "sign-out": () => posthog.reset(),
});
