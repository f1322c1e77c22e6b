// Which environment variables make a client use the proxy and trust its certificates. They differ from client to client.
// Source: tried with TAC Python 2.5.0 (httpx 0.28.1), twilio for Python 9.13.0 (requests 2.34.2), twilio-node 6.2.0, curl

/** Hosts that a client reaches without the proxy: its own servers. `*` would bypass the proxy altogether. */
const ownHosts = "localhost,127.0.0.1";

/**
 * Returns the variables of all clients. They are for the client's process only: `SSL_CERT_FILE` and
 * `REQUESTS_CA_BUNDLE` replace the system's certificates, so a process that has them trusts only the local Twilio.
 */
export function proxyEnvironment(url: string, caFile: string): Record<string, string> {
  return {
    HTTPS_PROXY: url,
    // In Python and curl the lower-case name wins: a company's proxy there would send the requests to the real Twilio.
    https_proxy: url,
    HTTP_PROXY: url,
    NO_PROXY: ownHosts,
    no_proxy: ownHosts,
    SSL_CERT_FILE: caFile,
    REQUESTS_CA_BUNDLE: caFile,
    CURL_CA_BUNDLE: caFile,
    NODE_EXTRA_CA_CERTS: caFile,
    TAC_ANALYTICS_DISABLED: "true",
  };
}

const httpsProxy = ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"];

/** The variables each client obeys. twilio-node reads no other proxy variable than `HTTP_PROXY`, for https too. */
export const proxyClients: Record<string, string[]> = {
  "TAC for Python": [...httpsProxy, "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "TAC_ANALYTICS_DISABLED"],
  "twilio for Python": [...httpsProxy, "REQUESTS_CA_BUNDLE"],
  "twilio-node": ["HTTP_PROXY", "NODE_EXTRA_CA_CERTS"],
  curl: [...httpsProxy, "CURL_CA_BUNDLE"],
};
