/**
 * Opens a PKCS#12 archive without a password: its certificates and its key as PEM; undefined for what is none. The
 * template engine has the reader, which is loaded for the first store that logs in with an archive.
 */
export async function readKeystore(archive: Uint8Array): Promise<string | undefined> {
  const { keystorePem } = await import("../template/keystore-pem.ts");
  return keystorePem(archive);
}
