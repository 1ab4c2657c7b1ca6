import type { Metadata } from "next";
import { Page, PageTitle } from "@/components/frame/page";
import { FirstEvent } from "@/components/setup/first-event";
import { KeyTable } from "@/components/setup/key-table";
import { NewKey } from "@/components/setup/new-key";
import { SetupTabs } from "@/components/setup/setup-tabs";
import { Notice } from "@/components/ui/notice";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { atLeast } from "@/lib/auth/roles";
import { clock } from "@/lib/clock";
import { latestEvent } from "@/lib/journeys/latest-event-store";
import { listKeys } from "@/lib/tenancy/keys-store";
import { publicOrigin } from "../public-origin";

export const metadata: Metadata = { title: "Set-up" };

const SetupPage = async ({ params }: { params: Promise<ProjectSlugs> }) => {
  const slugs = await params;
  const { scope, project, role } = await authorizeProject(slugs);
  const [keys, latest, origin] = await Promise.all([listKeys(scope), latestEvent(scope), publicOrigin()]);
  const writeKey = keys.find((key) => key.kind === "write" && !key.revokedAt);
  const mayEdit = atLeast(role, "admin");
  return (
    <Page>
      <PageTitle title="Set-up" subtitle={`Bring the events of ${project.name} in, and see them arrive.`} />
      <div className="grid gap-5">
        <Panel aria-label="Arrival">
          <FirstEvent
            base={`/${slugs.org}/${slugs.project}`}
            start={latest && { name: latest.name, ageMs: clock.now() - Date.parse(latest.receivedAt) }}
          />
        </Panel>
        <Panel aria-label="Ways to send events">
          {writeKey ? (
            <SetupTabs
              origin={origin}
              writeKey={writeKey.shown}
              projectId={project.id}
              currency={project.currency}
            />
          ) : (
            <Notice className="m-4">
              Every write key of this project is revoked, so nothing can be sent from pages. Make a new one
              below.
            </Notice>
          )}
        </Panel>
        {mayEdit ? (
          <Panel>
            <PanelHeader
              title="Keys"
              subtitle="What sends events or asks reports shows one of these."
              actions={<NewKey slugs={slugs} />}
            />
            <div className="border-t">
              <KeyTable keys={keys} slugs={slugs} timezone={project.timezone} />
            </div>
          </Panel>
        ) : null}
      </div>
    </Page>
  );
};

export default SetupPage;
