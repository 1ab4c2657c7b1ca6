/** A site that is known to send visitors. `kind` is `null` where the name is all that is known. */
export type Site = { name: string; kind: "search" | "social" | "video" | "shopping" | "email" | null };

/**
 * What the list of referrers lacks or files elsewhere: shopping and video sites, apps, newer networks. A host stands for
 * its subdomains too, "amazon.*" for every country's domain. They go before the list.
 */
export const ownSites: readonly (readonly [Site["kind"], Readonly<Record<string, string>>])[] = [
  [
    "shopping",
    {
      alibaba: "alibaba.com",
      aliexpress: "aliexpress.*",
      amazon: "amazon.*",
      billiger: "billiger.de",
      ebay: "ebay.*",
      etsy: "etsy.com",
      geizhals: "geizhals.*",
      "google shopping": "shopping.google.*",
      idealo: "idealo.*",
      kelkoo: "kelkoo.*",
      mercadolibre: "mercadolibre.* mercadolivre.*",
      "naver shopping": "shopping.naver.com",
      pricerunner: "pricerunner.*",
      "shop app": "shop.app",
      shopify: "shopify.com",
      shopzilla: "shopzilla.*",
      temu: "temu.com",
      walmart: "walmart.*",
      "yahoo shopping": "shopping.yahoo.com shopping.yahoo.co.jp",
    },
  ],
  [
    "video",
    {
      bilibili: "bilibili.com",
      crackle: "crackle.com",
      dailymotion: "dailymotion.com dai.ly",
      disneyplus: "disneyplus.com",
      hulu: "hulu.com",
      iqiyi: "iqiyi.com iq.com",
      netflix: "netflix.com",
      rumble: "rumble.com",
      ted: "ted.com",
      tudou: "tudou.com",
      twitch: "twitch.tv tv.twitch.android.app",
      veoh: "veoh.com",
      vimeo: "vimeo.com com.vimeo.android.videoapp",
      wistia: "wistia.com wistia.net",
      youku: "youku.com",
      youtube: "youtube.com youtu.be youtube-nocookie.com com.google.android.youtube",
    },
  ],
  [
    "social",
    {
      digg: "digg.com",
      discord: "discord.com discord.gg com.discord",
      facebook: "facebook.com fb.com fb.me com.facebook.katana com.facebook.lite",
      instagram: "instagram.com com.instagram.android",
      line: "line.me jp.naver.line.android",
      linkedin: "linkedin.com lnkd.in com.linkedin.android",
      medium: "medium.com",
      messenger: "messenger.com com.facebook.orca",
      nextdoor: "nextdoor.com",
      pinterest: "pinterest.* com.pinterest",
      reddit: "reddit.com com.reddit.frontpage",
      snapchat: "snapchat.com com.snapchat.android",
      telegram: "t.me telegram.org telegram.me org.telegram.messenger",
      threads: "threads.net threads.com com.instagram.barcelona",
      tiktok: "tiktok.com com.zhiliaoapp.musically com.ss.android.ugc.trill",
      twitter: "twitter.com x.com t.co com.twitter.android",
      wechat: "wechat.com com.tencent.mm",
      whatsapp: "whatsapp.com wa.me com.whatsapp",
    },
  ],
  [
    "search",
    {
      brave: "search.brave.com",
      ecosia: "ecosia.org",
      kagi: "kagi.com",
      mojeek: "mojeek.com",
      seznam: "seznam.cz",
      startpage: "startpage.com",
      swisscows: "swisscows.com",
    },
  ],
  [
    "email",
    {
      outlook: "outlook.live.com outlook.office.com outlook.office365.com com.microsoft.office.outlook",
      "proton mail": "mail.proton.me",
    },
  ],
  [
    null,
    {
      chatgpt: "chatgpt.com chat.openai.com",
      claude: "claude.ai",
      copilot: "copilot.microsoft.com",
      gemini: "gemini.google.com",
      perplexity: "perplexity.ai",
    },
  ],
];

/** How people write a source in tags, beside the names of sites. */
export const shortNames: Record<string, string> = {
  fb: "facebook",
  ig: "instagram",
  meta: "facebook",
  x: "twitter",
  yt: "youtube",
  "google-shopping": "google shopping",
  googleshopping: "google shopping",
  igshopping: "google shopping",
};
