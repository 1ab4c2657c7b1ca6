import type { Metadata } from "next";
import { headers } from "next/headers";
import { Page, PageTitle } from "@/components/frame/page";
import { AdCosts, newestCosts } from "@/components/settings/ad-costs";
import { CurrencyRates, newestRates } from "@/components/settings/currency-rates";
import { ProjectFacts } from "@/components/settings/project-facts";
import { SettingsForm } from "@/components/settings/settings-form";
import { ShopifySecrets } from "@/components/settings/shopify-secrets";
import { listSourceCosts } from "@/lib/ad-costs/store";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { atLeast } from "@/lib/auth/roles";
import { clientAddress } from "@/lib/client-address";
import { listRates } from "@/lib/rates/store";
import { listWebhookSecrets, readSettings } from "@/lib/tenancy/settings-store";
import { publicOrigin } from "../public-origin";

export const metadata: Metadata = { title: "Settings" };

/** The reader's own address, as ingestion would see it. Without a proxy Next puts the connection's own into the header. */
const readAddress = async (): Promise<string | null> => {
  const forwardedFor = (await headers()).get("x-forwarded-for");
  return clientAddress(forwardedFor, forwardedFor);
};

const SettingsPage = async ({ params }: { params: Promise<ProjectSlugs> }) => {
  const slugs = await params;
  const { scope, project, role } = await authorizeProject(slugs);
  const [settings, secrets, rates, costs, origin, address] = await Promise.all([
    readSettings(scope),
    listWebhookSecrets(scope),
    listRates(scope, { limit: newestRates }),
    listSourceCosts(scope, { limit: newestCosts }),
    publicOrigin(),
    readAddress(),
  ]);
  const mayEdit = atLeast(role, "admin");
  return (
    <Page>
      <PageTitle
        title="Settings"
        subtitle={
          mayEdit
            ? `What ${project.name} takes in, and how.`
            : `What ${project.name} takes in, and how. Changing it needs the role admin.`
        }
      />
      <div className="grid max-w-3xl gap-5">
        <SettingsForm slugs={slugs} saved={settings} address={address} readOnly={!mayEdit} />
        <ShopifySecrets
          slugs={slugs}
          secrets={secrets}
          address={`${origin}/hooks/shopify/${project.id}`}
          timezone={project.timezone}
          readOnly={!mayEdit}
        />
        <CurrencyRates slugs={slugs} rates={rates} own={project.currency} readOnly={!mayEdit} />
        <AdCosts slugs={slugs} costs={costs} readOnly={!mayEdit} />
        <ProjectFacts project={project} />
      </div>
    </Page>
  );
};

export default SettingsPage;
