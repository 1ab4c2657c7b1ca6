import type { NextConfig } from "next";
import { securityHeaders } from "./lib/http/security-headers";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Senders end their addresses with a slash, and lose what they sent when they are told to go elsewhere.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ["piscina", "postgres", "@node-rs/argon2"],
  headers: async () => [
    {
      source: "/:path*",
      headers: Object.entries(securityHeaders).map(([key, value]) => ({ key, value })),
    },
    // Sites load the tracker from other origins, and a new version must reach them within the hour.
    {
      source: "/:name(t|t-[a-z]+).js",
      headers: [
        { key: "Access-Control-Allow-Origin", value: "*" },
        { key: "Cross-Origin-Resource-Policy", value: "cross-origin" },
        { key: "Cache-Control", value: "public, max-age=3600" },
      ],
    },
  ],
};

export default config;
