(module
  (memory (export "memory") 1)
  ;; out[r] = Σ matrix[r][j] · query[j] for `rows` rows of `bytes` bytes each, a multiple of 64. Addresses in bytes.
  (func (export "dots") (param $matrix i32) (param $rows i32) (param $query i32) (param $bytes i32) (param $out i32)
    (local $j i32) (local $end i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (block $done
      (loop $row
        (br_if $done (i32.eqz (local.get $rows)))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (local.set $j (local.get $query))
        (local.set $end (i32.add (local.get $query) (local.get $bytes)))
        (loop $column
          (local.set $a (f32x4.add (local.get $a) (f32x4.mul (v128.load (local.get $matrix)) (v128.load (local.get $j)))))
          (local.set $b (f32x4.add (local.get $b) (f32x4.mul (v128.load offset=16 (local.get $matrix)) (v128.load offset=16 (local.get $j)))))
          (local.set $c (f32x4.add (local.get $c) (f32x4.mul (v128.load offset=32 (local.get $matrix)) (v128.load offset=32 (local.get $j)))))
          (local.set $d (f32x4.add (local.get $d) (f32x4.mul (v128.load offset=48 (local.get $matrix)) (v128.load offset=48 (local.get $j)))))
          (local.set $matrix (i32.add (local.get $matrix) (i32.const 64)))
          (local.set $j (i32.add (local.get $j) (i32.const 64)))
          (br_if $column (i32.lt_u (local.get $j) (local.get $end))))
        (local.set $a (f32x4.add (f32x4.add (local.get $a) (local.get $b)) (f32x4.add (local.get $c) (local.get $d))))
        (f32.store (local.get $out)
          (f32.add
            (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
            (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a)))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (br $row))))
  ;; The same for rows of whole numbers of 16 bits, summed exactly and then multiplied by `scale`.
  (func (export "dots16") (param $matrix i32) (param $rows i32) (param $query i32) (param $bytes i32) (param $out i32) (param $scale f32)
    (local $j i32) (local $end i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (block $done
      (loop $row
        (br_if $done (i32.eqz (local.get $rows)))
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (v128.const i32x4 0 0 0 0))
        (local.set $c (v128.const i32x4 0 0 0 0))
        (local.set $d (v128.const i32x4 0 0 0 0))
        (local.set $j (local.get $query))
        (local.set $end (i32.add (local.get $query) (local.get $bytes)))
        (loop $column
          (local.set $a (i32x4.add (local.get $a) (i32x4.dot_i16x8_s (v128.load (local.get $matrix)) (v128.load (local.get $j)))))
          (local.set $b (i32x4.add (local.get $b) (i32x4.dot_i16x8_s (v128.load offset=16 (local.get $matrix)) (v128.load offset=16 (local.get $j)))))
          (local.set $c (i32x4.add (local.get $c) (i32x4.dot_i16x8_s (v128.load offset=32 (local.get $matrix)) (v128.load offset=32 (local.get $j)))))
          (local.set $d (i32x4.add (local.get $d) (i32x4.dot_i16x8_s (v128.load offset=48 (local.get $matrix)) (v128.load offset=48 (local.get $j)))))
          (local.set $matrix (i32.add (local.get $matrix) (i32.const 64)))
          (local.set $j (i32.add (local.get $j) (i32.const 64)))
          (br_if $column (i32.lt_u (local.get $j) (local.get $end))))
        (local.set $a (i32x4.add (i32x4.add (local.get $a) (local.get $b)) (i32x4.add (local.get $c) (local.get $d))))
        (f32.store (local.get $out)
          (f32.mul (local.get $scale) (f32.convert_i32_s
            (i32.add
              (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
              (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a)))))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (br $row)))))
