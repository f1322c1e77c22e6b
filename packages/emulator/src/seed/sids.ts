// SIDs, addresses and secrets of the account to start with. Every SID is a prefix, zeros and a small number; every secret
// states that it is made up, in letters only: twilio-go, and with it the official Terraform provider, takes no password
// that is not ^[a-zA-Z0-9]*$.

const zeros = (prefix: string, last: string) => prefix + last.padStart(32, "0");

const newPlane = (prefix: string, last: string) => `${prefix}_${last.padStart(26, "0")}`;

export const accountSid = zeros("AC", "1");

export const authToken = "madeUpAuthTokenOfLocalTests";

export const apiKeySid = zeros("SK", "1");

export const apiKeySecret = "madeUpApiSecretOfLocalTests";

/** The agent's number, for calls and SMS. */
export const phoneNumber = "+15551230100";

export const whatsappSender = "whatsapp:+15551230101";

/** As Twilio's documents write one: `rcs:` and the agent's identifier. Source: twilio_conversations_v2.json, participants */
export const rcsSender = "rcs:brand_support_agent";

/** A short code, which has no address configuration yet. */
export const shortCode = "55501";

/** Address of the web chat. */
export const chatAddress = "webchat";

export const phoneNumberSid = zeros("PN", "1");

export const smsAddressSid = zeros("IG", "1");

export const whatsappAddressSid = zeros("IG", "2");

export const chatAddressSid = zeros("IG", "3");

export const rcsAddressSid = zeros("IG", "4");

export const flexServiceSid = zeros("IS", "1");

export const flexInstanceSid = zeros("GO", "1");

/** The flow that receives messages before the hand-off, "Flex Messaging Flow". */
export const oldFlowSid = zeros("FW", "1");

export const oldVoiceUrl = "https://ivr.example.com/answer";

export const oldSmsUrl = "https://ivr.example.com/sms";

export const workspaceSid = zeros("WS", "1");

export const workflowSid = zeros("WW", "1");

export const taskQueueSid = zeros("WQ", "1");

/** SIDs of the stock activities, by name. */
export const activitySids = {
  Offline: zeros("WA", "1"),
  Available: zeros("WA", "2"),
  Unavailable: zeros("WA", "3"),
} as const;

/** What a number may name besides: an application, a trunk, an address, a bundle and an identity. */
export const otherResourceSids = {
  application: zeros("AP", "1"),
  trunk: zeros("TK", "1"),
  address: zeros("AD", "1"),
  bundle: zeros("BU", "1"),
  identity: zeros("RI", "1"),
} as const;

/** SIDs of the stock task channels, by unique name. */
export const taskChannelSids = {
  default: zeros("TC", "1"),
  voice: zeros("TC", "2"),
  chat: zeros("TC", "3"),
  sms: zeros("TC", "4"),
  video: zeros("TC", "5"),
  email: zeros("TC", "6"),
} as const;

export const memoryStoreId = newPlane("mem_store", "1");

export const orchestratorConfigurationId = newPlane("conv_configuration", "1");

/** Of the second configuration in `withServiceBridged`. */
export const otherConfigurationId = newPlane("conv_configuration", "2");
