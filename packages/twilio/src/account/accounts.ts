// The account itself. Source: twilio.com/docs/iam/api/account

import * as z from "zod";
import type { Api } from "../client/api.ts";
import { fetchOne } from "./collection.ts";
import { lowerCase, name, text } from "./fields.ts";

const account = z.object({ sid: text, friendly_name: name, status: lowerCase.nullish() });
export type Account = z.infer<typeof account>;

/** A standard API key may not read it (401, 20003). */
export function fetchAccount(api: Api): Promise<Account | undefined> {
  return fetchOne(api, { host: "api", path: `/2010-04-01/Accounts/${api.accountSid}.json` }, account);
}
