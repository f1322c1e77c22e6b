import { accountBeforeHandoff, seed, withNumbers } from "@tac-handoff/emulator";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { type LocalTwilio, startLocalTwilio } from "../testing/localTwilio.ts";
import { readPages } from "./paging.ts";

let twilio: LocalTwilio;
beforeEach(async () => {
  const state = seed.accountBeforeHandoff();
  const [first] = Object.values(state.orchestratorConfigurations);
  for (const digit of ["3", "4", "5", "6"]) {
    const id = `conv_configuration_${digit.padStart(26, "0")}`;
    if (first) state.orchestratorConfigurations[id] = { ...first, id };
  }
  twilio = await startLocalTwilio({ state });
});
afterEach(() => twilio.close());

const configurations = {
  host: "conversations",
  path: "/v2/ControlPlane/Configurations",
  key: "configurations",
  paging: "nextToken",
} as const;
const channels = {
  host: "taskrouter",
  path: `/v1/Workspaces/${seed.workspaceSid}/TaskChannels`,
  key: "channels",
  paging: "next_page_url",
} as const;

test("a list of the newer planes is read page by page, its filter kept", async () => {
  const query = { pageSize: 2, memoryStoreId: seed.memoryStoreId };
  const rows = await all(readPages(twilio.api, { ...configurations, query }));

  expect(rows.map((row) => (row as { id: string }).id)).toEqual(
    Object.keys(twilio.state.orchestratorConfigurations),
  );
  const pages = twilio.requests().map(({ query }) => new URLSearchParams(query));
  expect(
    pages.map((page) => [page.get("pageSize"), page.get("memoryStoreId"), page.has("pageToken")]),
  ).toEqual([
    ["2", seed.memoryStoreId, false],
    ["2", seed.memoryStoreId, true],
    ["2", seed.memoryStoreId, true],
  ]);
});

test("a list of a classic API is read page by page", async () => {
  const rows = await all(readPages(twilio.api, { ...channels, query: { PageSize: 4 } }));

  expect(rows).toMatchObject(Object.values(twilio.state.taskChannels));
  expect(twilio.requests()).toHaveLength(2);
});

test("a list of the API of 2010 is read page by page", async () => {
  const state = withNumbers(accountBeforeHandoff(), 5);
  const own = await startLocalTwilio({ state });
  onTestFinished(() => own.close());
  const path = `/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers.json`;

  const rows = await all(
    readPages(own.api, {
      host: "api",
      path,
      key: "incoming_phone_numbers",
      paging: "next_page_uri",
      query: { PageSize: 2 },
    }),
  );

  const sids = Object.values(state.phoneNumbers).map(({ sid }) => ({ sid }));
  expect(rows).toMatchObject(sids);
  expect(own.requests()).toHaveLength(Math.ceil(sids.length / 2));
});

test("a list that is not there has no rows", async () => {
  const path = "/v1/Workspaces/WS1/TaskChannels";
  expect(await all(readPages(twilio.api, { ...channels, path }))).toEqual([]);
  expect(await all(readPages(twilio.api, { ...channels, path }))).toEqual([]);
});

test("no page is asked for before its rows are wanted", async () => {
  for await (const _ of readPages(twilio.api, { ...configurations, query: { pageSize: 2 } })) break;
  expect(twilio.requests()).toHaveLength(1);
});

/** Array.fromAsync, which Node 20 does not have. */
async function all(rows: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

test.each(["nextToken", "next_page_url", "next_page_uri"] as const)(
  "a page of a proxy in between is not an empty list, paged by %s",
  async (paging) => {
    const portal = { ...twilio.api, find: async () => "<html>Please log in</html>" };

    await expect(all(readPages(portal, { ...configurations, paging }))).rejects.toThrow(
      new Error(
        'GET conversations.twilio.com/v2/ControlPlane/Configurations answered without "configurations". This is not Twilio\'s answer: is there a proxy in between?',
      ),
    );
  },
);
