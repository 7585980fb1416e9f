// Checks badges with libraries that are not ours. Reads from standard input one JSON object:
// documents (address → JSON, all that may be loaded), credential (Data Integrity), jwt, jwk. No network.
import {readFileSync} from 'node:fs';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import * as jose from 'jose';

const given = JSON.parse(readFileSync(0, 'utf8'));
const loadOwn = async url => {
  if(url in given.documents) {
    return {contextUrl: null, documentUrl: url, document: given.documents[url]};
  }
  throw new Error(`nothing is loaded from the network: ${url}`);
};
const documentLoader = async url =>
  url in given.documents ? loadOwn(url) : vc.defaultDocumentLoader(url);
const suite = new DataIntegrityProof({cryptosuite});
const told = {};
if(given.credential) {
  const result = await vc.verifyCredential({
    credential: given.credential, suite, documentLoader,
    checkStatus: options => checkStatus({...options, documentLoader, suite, verifyBitstringStatusListCredential: true}),
  });
  told.verified = result.verified;
  told.faults = [result.error, ...(result.error?.errors ?? [])].filter(Boolean).map(fault => String(fault.message));
  told.revoked = result.statusResult?.results?.some(one => one.status) ?? null;
}
if(given.jwt) {
  try {
    const key = await jose.importJWK(given.jwk, 'RS256');
    const {payload, protectedHeader} = await jose.compactVerify(given.jwt, key, {algorithms: ['RS256']});
    told.payload = JSON.parse(new TextDecoder().decode(payload));
    told.header = protectedHeader;
  } catch(fault) {
    told.jwtFault = fault.code ?? String(fault);
  }
}
process.stdout.write(JSON.stringify(told));
