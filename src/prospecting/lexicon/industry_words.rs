//! What people call an industry, and which sub-industries (GICS) they mean by it.

/// Sector after `#`; then a line per meaning: what people say, `=`, the sub-industries. The longest phrase of a text wins.
const WORDS: &str = "
# Industrials
logistics|logistic|3pl|freight|freight forwarding|freight forwarder|forwarder|courier|parcel|shipping|supply chain|transportation|transport|haulage|logistics and supply chain|transportation trucking railroad|package freight delivery = Air Freight & Logistics|Cargo Ground Transportation|Rail Transportation
trucking|truckload = Cargo Ground Transportation
rail|railway|railroad = Rail Transportation
airline|airlines aviation = Passenger Airlines
aviation|aerospace|defense|defence|aviation and aerospace|defense and space = Aerospace & Defense
manufacturing|manufacturer|machinery|industrial|factory|robotics|industrial automation|mechanical or industrial engineering|machine builder|industrial equipment = Industrial Machinery & Supplies & Components|Electrical Components & Equipment|Industrial Conglomerates|Construction Machinery & Heavy Transportation Equipment|Heavy Electrical Equipment
electrical equipment|electrical component = Electrical Components & Equipment|Heavy Electrical Equipment
heavy equipment|construction machinery|truck manufacturer = Construction Machinery & Heavy Transportation Equipment
agricultural machinery|farm equipment|agtech = Agricultural & Farm Machinery
construction|construction company|contractor|civil engineering|general contractor|engineering firm = Construction & Engineering|Building Products
building material|building product|hvac = Building Products
staffing|staffing and recruiting|recruitment agency|recruiting agency|staffing agency|hr services|human resources services|employment services = Human Resource & Employment Services
consulting|consultancy|management consulting|professional services|law firm|legal services|accounting firm|accountancy|business consulting = Research & Consulting Services
waste management|recycling|facility services|facilities services|cleaning company|environmental services = Environmental & Facilities Services
outsourcing|bpo|call center|payroll provider|outsourcing offshoring = Data Processing & Outsourced Services
security services|business services|support services = Diversified Support Services
taxi|ride sharing|mobility|car rental = Passenger Ground Transportation
industrial distribution|industrial distributor|equipment rental|trading company = Trading Companies & Distributors
# Information Technology
saas|software as a service|software|computer software|b2b software|enterprise software|software development|cloud software|app developer|fintech software = Application Software|Systems Software
cybersecurity|cyber security|computer and network security|information security = Systems Software
tech|technology|information technology|information technology and services|it company|tech company|technology company = Application Software|Systems Software|IT Consulting & Other Services|Internet Services & Infrastructure
it services|it consulting|managed service provider|msp|system integrator|systems integrator|it services and it consulting = IT Consulting & Other Services
cloud|hosting|data center|internet infrastructure|web hosting = Internet Services & Infrastructure
semiconductor|chip maker|chipmaker|semiconductor manufacturing = Semiconductors|Semiconductor Materials & Equipment
computer hardware|hardware|computer hardware manufacturing = Technology Hardware, Storage & Peripherals
electronics|electronic component|electrical electronic manufacturing = Electronic Components|Electronic Equipment & Instruments|Electronic Manufacturing Services
networking equipment|computer networking|communications equipment = Communications Equipment
# Financials
bank|banking|commercial banking|retail banking = Diversified Banks|Regional Banks
fintech|payment|payments|payment processing|financial technology|transaction processing = Transaction & Payment Processing Services
insurance|insurer|insurtech = Property & Casualty Insurance|Life & Health Insurance|Multi-line Insurance|Reinsurance|Insurance Brokers
insurance broker|insurance brokerage = Insurance Brokers
asset management|asset manager|wealth management|investment management|fund manager|private equity|venture capital|venture capital and private equity = Asset Management & Custody Banks
investment banking|brokerage|capital markets = Investment Banking & Brokerage
financial services|finance company|financial institution = Diversified Banks|Regional Banks|Consumer Finance|Financial Exchanges & Data|Asset Management & Custody Banks|Transaction & Payment Processing Services
consumer finance|lender|lending|credit card = Consumer Finance
stock exchange|market data|rating agency = Financial Exchanges & Data
# Health Care
pharma|pharmaceutical|drug maker|pharmaceutical manufacturing = Pharmaceuticals
biotech|biotechnology|biopharma|biotechnology research = Biotechnology
life science|life sciences = Life Sciences Tools & Services|Biotechnology|Pharmaceuticals
medical device|medtech|medical technology|medical equipment|medical equipment manufacturing = Health Care Equipment|Health Care Supplies
hospital|clinic|health system|hospital and health care|hospitals and health care = Health Care Facilities|Health Care Services
healthcare|health care|dental|dentist|medical practice|health wellness and fitness|physician = Health Care Services|Health Care Facilities|Health Care Equipment|Managed Health Care
health insurance|health insurer|managed care = Managed Health Care
healthtech|health tech|digital health = Health Care Technology
medical distributor|drug distributor|medical supplies = Health Care Distributors|Health Care Supplies
# Consumer Discretionary
retail|retailer|retail store|e commerce|ecommerce|online store|online retailer|online shop|webshop|dtc brand = Broadline Retail|Apparel Retail|Other Specialty Retail|Home Improvement Retail|Computer & Electronics Retail|Automotive Retail
fashion|apparel|clothing|luxury goods|luxury goods and jewelry|textile|apparel and fashion = Apparel, Accessories & Luxury Goods|Apparel Retail|Footwear
automotive|car maker|carmaker|auto manufacturer|vehicle manufacturer|motor vehicle manufacturing = Automobile Manufacturers|Automotive Parts & Equipment
auto parts|automotive supplier|automotive parts = Automotive Parts & Equipment
car dealership|car dealer|auto dealer|dealership = Automotive Retail
hotel|hospitality|resort|cruise|travel|tourism|leisure travel and tourism = Hotels, Resorts & Cruise Lines
restaurant|food service|quick service restaurant|cafe|food and beverage services = Restaurants
casino|gambling|betting|gambling and casinos = Casinos & Gaming
homebuilder|home builder|residential construction = Homebuilding
home improvement|diy store = Home Improvement Retail
furniture|home furnishing = Homefurnishing Retail
consumer electronics|gadget = Consumer Electronics
toy|sporting goods|leisure product = Leisure Products
consumer services|education|edtech|e learning|school|university|higher education|training provider = Specialized Consumer Services
wholesale|wholesaler|distributor|import and export = Distributors
shoe|footwear = Footwear
# Energy
oil and gas|oil|petroleum|upstream|oilfield|oil energy = Integrated Oil & Gas|Oil & Gas Exploration & Production|Oil & Gas Equipment & Services|Oil & Gas Refining & Marketing|Oil & Gas Storage & Transportation
refinery|refining = Oil & Gas Refining & Marketing
pipeline operator|midstream = Oil & Gas Storage & Transportation
energy = Integrated Oil & Gas|Oil & Gas Exploration & Production|Oil & Gas Equipment & Services
# Utilities
utility|utilities|electric utility|power company|electricity provider = Electric Utilities|Multi-Utilities|Gas Utilities|Water Utilities
renewable|renewables|solar|wind farm|renewable energy|clean energy|renewables and environment = Independent Power Producers & Energy Traders|Electric Utilities
water utility|water company = Water Utilities
# Materials
chemical|chemicals|specialty chemical|chemical manufacturing = Specialty Chemicals|Commodity Chemicals|Industrial Gases|Fertilizers & Agricultural Chemicals
fertilizer|agrochemical|crop protection = Fertilizers & Agricultural Chemicals
packaging|packaging and containers|packaging and containers manufacturing = Paper & Plastic Packaging Products & Materials|Metal, Glass & Plastic Containers
steel|metal|metals = Steel|Copper
mining|mining and metals|miner = Copper|Gold|Steel
cement|aggregates|construction materials = Construction Materials
# Consumer Staples
food|food production|food manufacturer|food and beverage|food processing|fmcg|cpg|consumer packaged goods|consumer goods = Packaged Foods & Meats|Soft Drinks & Non-alcoholic Beverages|Household Products|Personal Care Products|Agricultural Products & Services
beverage|soft drink = Soft Drinks & Non-alcoholic Beverages
brewery|brewer|beer = Brewers
winery|wine|spirits|distillery|wine and spirits = Distillers & Vintners
supermarket|grocery|grocer|grocery store = Food Retail|Consumer Staples Merchandise Retail
food distributor|food distribution|food wholesaler = Food Distributors
cosmetic|cosmetics|beauty|personal care|skincare = Personal Care Products
agriculture|farming|farm|agribusiness = Agricultural Products & Services
# Communication Services
telecom|telecommunication|telco|mobile operator|carrier|internet service provider|isp|wireless = Integrated Telecommunication Services|Wireless Telecommunication Services|Cable & Satellite
media|broadcasting|television|tv|radio|broadcast media|media production = Broadcasting|Movies & Entertainment|Publishing
entertainment|film|movie|music|streaming = Movies & Entertainment
gaming|game studio|video game|game developer|computer games = Interactive Home Entertainment
advertising|advertising agency|marketing agency|digital agency|creative agency|marketing and advertising|pr agency|agency = Advertising
publishing|publisher|newspaper|magazine = Publishing
social network|social media platform|internet company|online media|marketplace|internet = Interactive Media & Services
# Real Estate
real estate|property management|realtor|estate agent|real estate agency|proptech|commercial real estate = Real Estate Services|Office REITs|Retail REITs|Industrial REITs|Multi-Family Residential REITs
reit|property fund = Office REITs|Retail REITs|Industrial REITs|Health Care REITs|Data Center REITs
self storage = Self-Storage REITs
# 
nonprofit|non profit|ngo|charity|non profit organization management = 
government|public sector|municipality|government administration = 
";

/// What people say, sector (empty: outside the classification), sub-industries.
pub(super) fn rows() -> impl Iterator<Item = (Vec<&'static str>, &'static str, Vec<&'static str>)> {
    let list =
        |text: &'static str| text.split('|').map(str::trim).filter(|entry| !entry.is_empty()).collect();
    let mut sector = "";
    WORDS.lines().filter_map(move |line| {
        if let Some(name) = line.strip_prefix('#') {
            sector = name.trim();
        }
        let (said, meant) = line.split_once('=')?;
        Some((list(said), sector, list(meant)))
    })
}
