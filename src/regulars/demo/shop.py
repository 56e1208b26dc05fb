"""The shop's definitions, and the item catalogues that they read, laid out in a folder of the demo."""

from pathlib import Path

from regulars.demo.tables import LAST_DAY, connect

PRODUCTS = 4_000
"""How many products the catalogue offers: those that most households bought."""

# The data have no price list: a product costs what it cost in the median. What is no ware is left out.
_PRODUCTS = f"""
    SELECT product_id::VARCHAR AS product_id, upper(product_type[1]) || lower(product_type[2:])
                   || coalesce(', ' || lower(package_size), '') AS name, department, brand, package_size AS size,
           round(median(sales_value / quantity), 2) AS price
    FROM transactions JOIN products USING (product_id)
    WHERE quantity > 0 AND sales_value > 0 AND product_type IS NOT NULL
      AND department NOT IN ('COUPON', 'FUEL', 'MISCELLANEOUS', 'POSTAL CENTER', 'CNTRL/STORE SUP', 'CHARITABLE CONT')
    GROUP BY ALL
    ORDER BY count(DISTINCT household_id) DESC, product_id LIMIT {PRODUCTS}
"""
_COUPONS = """
    SELECT coupon_upc::VARCHAR AS coupon_id, mode(department ORDER BY department) AS department,
           count(DISTINCT product_id) AS products, max(campaign_id) AS campaign_id,
           arg_max(campaign_type, campaign_id) AS campaign_type
    FROM coupons JOIN campaign_descriptions USING (campaign_id) LEFT JOIN products USING (product_id)
    GROUP BY coupon_upc ORDER BY coupon_id
"""


def definitions_path() -> Path:
    """The folder of the shop's YAML, as installed. Its catalogues are missing there: see `lay_out`."""
    return Path(__file__).with_name("definitions")


def lay_out(folder: Path, language: str = "en") -> Path:
    """Copy the definitions into `folder/definitions` and write `products.csv` and `coupons.csv` beside them.

    `language`: the shop's own, in which reasons are given (`en`, `zh`). Gives that folder, ready for `define.load`. Repeating
    it gives the same files.
    """
    target = folder / "definitions"
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(definitions_path().glob("*.yml")):
        text = file.read_text("utf-8").replace("\n  language: en\n", f"\n  language: {language}\n")
        (target / file.name).write_text(text, "utf-8")
    connection = connect(LAST_DAY)
    try:
        for name, query in (("products", _PRODUCTS), ("coupons", _COUPONS)):
            path = str(target / f"{name}.csv").replace("'", "''")
            connection.execute(f"COPY ({query}) TO '{path}' (FORMAT csv, HEADER)")
    finally:
        connection.close()
    return target
