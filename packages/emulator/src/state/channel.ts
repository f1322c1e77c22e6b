// The channels of the Orchestrator. Source: twilio-node 6.3.1 rest/conversations/v2

import { z } from "zod";

/** Channel of an address. */
export const channel = z.enum(["VOICE", "SMS", "RCS", "EMAIL", "WHATSAPP", "CHAT", "VIDEO"]);

/** Channel that a configuration can have settings for. The API's type is a free map; any other key is a mistake. */
export const configuredChannel = channel.exclude(["VIDEO"]);
