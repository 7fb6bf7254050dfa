// The access token, in the background's own IndexedDB: content scripts live on the page's origin and cannot open it.

const NAME = "osteotome-vault";
const STORE = "secrets";
const KEY = "token";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function within(mode, ask) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** The stored token, or an empty string. */
export async function readToken() {
  return (await within("readonly", (store) => /** @type {IDBRequest<string | undefined>} */ (store.get(KEY)))) ?? "";
}

/**
 * Stores the token; an empty one deletes it.
 * @param {string} token
 */
export async function writeToken(token) {
  if (token) await within("readwrite", (store) => store.put(token, KEY));
  else await within("readwrite", (store) => store.delete(KEY));
}
