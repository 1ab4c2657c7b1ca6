import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Tracker = { script: string; key: string };

const page = ({ script, key }: Tracker, title: string, body: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
    <script defer src="${script}" data-key="${key}"></script>
  </head>
  <body><h1>${title}</h1>${body}</body>
</html>`;

const home = `
  <p style="height: 3000px">Jackets for every weather.</p>
  <a href="/p/rain-jacket">Rain jacket</a>`;

const product = `
  <button onclick="history.pushState(null, '', '/p/rain-jacket/sizes')">Sizes</button>
  <button onclick="tributary.track('Product Added', { product_id: 'rain-jacket', price: 89.9, currency: 'EUR' })">Add to cart</button>
  <button onclick="tributary.identify('customer-17', { plan: 'club' })">Sign in</button>
  <button onclick="tributary.track('Order Completed', { order_id: '1001', revenue: 89.9, currency: 'EUR' })">Order</button>`;

/** A shop of two pages on a site of its own, with the tracker in its pages as the set-up page says. */
export const openShop = async (tracker: Tracker): Promise<{ url: string; close: () => void }> => {
  const pages: Record<string, string> = {
    "/": page(tracker, "Shop", home),
    "/p/rain-jacket": page(tracker, "Rain jacket", product),
  };
  const server = createServer((request, response) => {
    const html = pages[request.url ?? ""];
    response.writeHead(html ? 200 : 404, { "content-type": "text/html" }).end(html);
  });
  server.listen(0);
  await once(server, "listening");
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close };
};
