// The temporary certificate authority of the HTTPS proxy. Its key is generated at the start, cannot be exported and is
// never written anywhere, so its certificates are worthless once the process has ended.
// Source of the extensions: RFC 5280 4.2; `openssl verify -x509_strict`, which Python 3.13 and later ask for by default

import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

export interface Authority {
  /** PEM. Clients have to trust it. */
  certificate: string;
  /** Issues a server's key and certificate, PEM. A name may begin with `*.`, which stands for one label. */
  issue(name: string): Promise<{ key: string; cert: string }>;
}

/** Longer than a local Twilio is likely to run. */
const validDays = 30;

const dayMs = 24 * 60 * 60 * 1_000;

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

const { BasicConstraintsExtension, KeyUsagesExtension, KeyUsageFlags } = x509;

const { SubjectKeyIdentifierExtension, AuthorityKeyIdentifierExtension } = x509;

/** Creates an authority with a new key. */
export async function createAuthority(): Promise<Authority> {
  const [keys, serverKeys] = await Promise.all([generateKeys("sealed"), generateKeys("exportable")]);
  const validity = {
    // A client's clock may be a little behind: containers and virtual machines drift.
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + validDays * dayMs),
  };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: [{ CN: ["Local Twilio of tac-handoff (development only)"] }],
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", serverKeys.privateKey);
  const key = x509.PemConverter.encode(pkcs8, "PRIVATE KEY");
  return {
    certificate: `${root.toString("pem")}\n`,
    async issue(name) {
      const certificate = await x509.X509CertificateGenerator.create({
        ...validity,
        subject: [{ CN: [name] }],
        issuer: root.subject,
        publicKey: serverKeys.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }]),
          await SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
          await AuthorityKeyIdentifierExtension.create(keys.publicKey),
        ],
      });
      return { key, cert: certificate.toString("pem") };
    },
  };
}

function generateKeys(kind: "sealed" | "exportable"): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, kind === "exportable", ["sign", "verify"]);
}
