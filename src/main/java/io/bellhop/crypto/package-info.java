/**
 * The JDK's cryptography, as Bellhop uses it: hashes, signatures, encryption and secrets.
 *
 * <p>Entry points: {@link io.bellhop.crypto.AesGcm}, {@link io.bellhop.crypto.Hmac}, {@link
 * io.bellhop.crypto.Secrets}, {@link io.bellhop.crypto.Sha256}.
 *
 * <p>May import: nothing;
 */
package io.bellhop.crypto;
