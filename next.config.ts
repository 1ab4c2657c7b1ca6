import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["piscina", "postgres", "@node-rs/argon2"],
};

export default config;
