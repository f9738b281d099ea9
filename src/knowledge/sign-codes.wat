(module
  (memory (export "memory") 1)
  ;; For `blocks` blocks of 16 codes: out[v], 16 bits, = Σ tables[2k][low half of byte k] + tables[2k + 1][high half of byte k].
  ;; A block holds byte k of its 16 codes side by side; a table has 16 entries of one byte, two of them at most 255 together.
  ;; `bytes` is the length of a code; addresses in bytes.
  (func (export "scan") (param $codes i32) (param $blocks i32) (param $tables i32) (param $bytes i32) (param $out i32)
    (local $table i32) (local $end i32)
    (local $code v128) (local $sum v128) (local $even v128) (local $odd v128)
    (local.set $end (i32.add (local.get $tables) (i32.shl (local.get $bytes) (i32.const 5))))
    (block $done
      (loop $block
        (br_if $done (i32.eqz (local.get $blocks)))
        (local.set $even (v128.const i32x4 0 0 0 0))
        (local.set $odd (v128.const i32x4 0 0 0 0))
        (local.set $table (local.get $tables))
        (loop $byte
          (local.set $code (v128.load (local.get $codes)))
          (local.set $sum (i8x16.add
            (i8x16.swizzle (v128.load (local.get $table))
              (v128.and (local.get $code) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
            (i8x16.swizzle (v128.load offset=16 (local.get $table))
              (v128.and (i16x8.shr_u (local.get $code) (i32.const 4)) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))))
          (local.set $even (i16x8.add (local.get $even)
            (v128.and (local.get $sum) (v128.const i32x4 0x00ff00ff 0x00ff00ff 0x00ff00ff 0x00ff00ff))))
          (local.set $odd (i16x8.add (local.get $odd) (i16x8.shr_u (local.get $sum) (i32.const 8))))
          (local.set $codes (i32.add (local.get $codes) (i32.const 16)))
          (local.set $table (i32.add (local.get $table) (i32.const 32)))
          (br_if $byte (i32.lt_u (local.get $table) (local.get $end))))
        (v128.store (local.get $out)
          (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $even) (local.get $odd)))
        (v128.store offset=16 (local.get $out)
          (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $even) (local.get $odd)))
        (local.set $out (i32.add (local.get $out) (i32.const 32)))
        (local.set $blocks (i32.sub (local.get $blocks) (i32.const 1)))
        (br $block)))))
